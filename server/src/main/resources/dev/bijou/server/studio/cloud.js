// Points by the million: counted by pixel, and each count looked up in a table of colours. While a picture moves, what was
// counted is moved; it is counted again where it ends, and when the picture rests.

const MOST = 255; // counts that look different
const ROOM = 0.5; // of the picture, counted on each side of it while it moves
const LARGEST = 2; // times that a pixel is stretched before points are counted again
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

/** Layers of points, and the picture of them that was made last. */
export class Clouds {
  constructor() {
    this.kept = document.createElement('canvas');
    this.shown = null; // what is on it, the range of x and y that it covers
  }

  /**
   * Draws layers of points as one picture.
   * @param box { x, y, w, h } in pixels of the canvas
   * @param ratio pixels of the canvas for one of the page
   * @param colourOf gives the colour of a name
   * @param moving whether the last picture will do
   */
  draw(context, box, view, ratio, layers, colourOf, moving) {
    const made = [ratio, box.w, box.h, ...layers.flatMap(({ x, y, colour, colours }) => [x, y, colours ? colour : colourOf(colour)])];
    if (!moving || !this.covers(view, box, made)) this.count(box, view, ratio, layers, colourOf, moving ? ROOM : 0, made);
    const { x, y } = this.shown;
    const kx = box.w / (view.x[1] - view.x[0]), ky = box.h / (view.y[1] - view.y[0]);
    const left = (x[0] - view.x[0]) * kx, top = (view.y[1] - y[1]) * ky;
    const w = (x[1] - x[0]) * kx, h = (y[1] - y[0]) * ky;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(box.x, box.y, box.w, box.h);
    context.clip();
    context.drawImage(this.kept, box.x + Math.round(left), box.y + Math.round(top), Math.round(w), Math.round(h));
    context.restore();
  }

  covers(view, box, made) {
    const { shown } = this;
    if (!shown || shown.made.length !== made.length || made.some((part, i) => part !== shown.made[i])) return false;
    return [['x', box.w, this.kept.width], ['y', box.h, this.kept.height]].every(([axis, size, pixels]) => {
      const stretched = (shown[axis][1] - shown[axis][0]) / (view[axis][1] - view[axis][0]) * size / pixels;
      return shown[axis][0] <= view[axis][0] && shown[axis][1] >= view[axis][1] && stretched <= LARGEST;
    });
  }

  count(box, view, ratio, layers, colourOf, room, made) {
    const margin = { x: Math.round(room * box.w), y: Math.round(room * box.h) };
    const w = box.w + 2 * margin.x, h = box.h + 2 * margin.y;
    const wider = ([low, high], size, more) => [low - more / size * (high - low), high + more / size * (high - low)];
    const all = { x: wider(view.x, box.w, margin.x), y: wider(view.y, box.h, margin.y) };
    if (this.kept.width !== w || this.kept.height !== h) Object.assign(this.kept, { width: w, height: h });
    const context = this.kept.getContext('2d');
    const image = context.createImageData(w, h);
    const pixels = new Uint32Array(image.data.buffer);
    const scale = { kx: w / (all.x[1] - all.x[0]), ky: h / (all.y[1] - all.y[0]) };
    for (const layer of layers) {
      const many = layer.x.length;
      const size = many > 60000 ? 1 : Math.round((many > 8000 ? 2 : 3) * ratio);
      const alpha = layer.alpha || (many > 1500 ? 0.45 : 0.7);
      if (layer.colours) {
        coloured(pixels, w, h, all, scale, layer, size, alpha);
      } else {
        count(w, h, all, scale, layer);
        paint(pixels, w, h, rgb(colourOf(layer.colour)), size, alpha);
      }
    }
    context.putImageData(image, 0, 0);
    this.shown = { ...all, made };
  }
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
