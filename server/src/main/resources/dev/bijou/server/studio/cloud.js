// Points by the million: counted by pixel, and each count looked up in a table of colours.

const MOST = 255; // counts that look different
let counts = new Uint32Array(0);

function rgb(colour) {
  const hex = colour.replace('#', '');
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
}

const pack = (r, g, b, a) => ((Math.round(a) << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r)) >>> 0;

/** A colour over what a pixel holds. */
function over(under, [r, g, b], alpha) {
  if (!under) return pack(r, g, b, 255 * alpha);
  const left = (under >>> 24) / 255 * (1 - alpha);
  const all = alpha + left;
  const mix = (top, shift) => (top * alpha + ((under >>> shift) & 255) * left) / all;
  return pack(mix(r, 0), mix(g, 8), mix(b, 16), 255 * all);
}

/**
 * Draws layers of points as one picture.
 * @param box { x, y, w, h } in pixels of the canvas
 * @param ratio pixels of the canvas for one of the page
 * @param colourOf gives the colour of a name
 */
export function drawClouds(context, box, view, ratio, layers, colourOf) {
  const { w, h } = box;
  const image = context.createImageData(w, h);
  const pixels = new Uint32Array(image.data.buffer);
  for (const layer of layers) {
    const many = layer.x.length;
    const size = many > 60000 ? 1 : Math.round((many > 8000 ? 2 : 3) * ratio);
    const alpha = layer.alpha || (many > 1500 ? 0.45 : 0.7);
    const scale = { kx: w / (view.x[1] - view.x[0]), ky: h / (view.y[1] - view.y[0]) };
    if (layer.colours) {
      coloured(pixels, w, h, view, scale, layer, size, alpha);
    } else {
      count(w, h, view, scale, layer);
      paint(pixels, w, h, rgb(colourOf(layer.colour)), size, alpha);
    }
  }
  context.putImageData(image, box.x, box.y);
}

function count(w, h, view, { kx, ky }, { x, y }) {
  if (counts.length < w * h) counts = new Uint32Array(w * h);
  else counts.fill(0, 0, w * h);
  const a0 = -view.x[0] * kx, b0 = h + view.y[0] * ky;
  const into = counts;
  for (let i = 0, n = x.length; i < n; i++) {
    const a = x[i] * kx + a0, b = b0 - y[i] * ky;
    if (a >= 0 && a < w && b >= 0 && b < h) into[(b | 0) * w + (a | 0)]++;
  }
}

function paint(pixels, w, h, colour, size, alpha) {
  const share = Float64Array.from({ length: MOST + 1 }, (_, n) => 1 - (1 - alpha) ** n);
  const table = Uint32Array.from(share, (s) => (s ? pack(...colour, 255 * s) : 0));
  for (let at = 0, n = w * h; at < n; at++) {
    const seen = counts[at];
    if (!seen) continue;
    const level = seen > MOST ? MOST : seen;
    if (size === 1) pixels[at] = pixels[at] ? over(pixels[at], colour, share[level]) : table[level];
    else blot(pixels, w, h, at % w, Math.floor(at / w), size, colour, share[level]);
  }
}

function coloured(pixels, w, h, view, { kx, ky }, layer, size, alpha) {
  const colours = layer.colours.map(rgb);
  for (let i = 0; i < layer.x.length; i++) {
    const a = (layer.x[i] - view.x[0]) * kx, b = h - (layer.y[i] - view.y[0]) * ky;
    if (a >= 0 && a < w && b >= 0 && b < h) blot(pixels, w, h, a | 0, b | 0, size, colours[layer.colour[i]], alpha);
  }
}

function blot(pixels, w, h, px, py, size, colour, alpha) {
  const half = size >> 1;
  for (let y = Math.max(0, py - half); y < Math.min(h, py - half + size); y++) {
    for (let x = Math.max(0, px - half); x < Math.min(w, px - half + size); x++) {
      pixels[y * w + x] = over(pixels[y * w + x], colour, alpha);
    }
  }
}
