// Pictures on canvas: points by the million, lines, bars; panned and zoomed by pointer, wheel and keys.
import { Clouds } from './cloud.js';

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const FONT = '12px system-ui, sans-serif';

/** Round numbers between two others. */
export function ticks(low, high, count) {
  const span = high - low;
  if (!(span > 0)) return [];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough);
  const all = [];
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k++) all.push(Number((k * step).toPrecision(12)));
  return all;
}

/** The range of numbers but for their farthest shares. */
export function range(values, cut = 0) {
  const some = [];
  const stride = Math.max(1, Math.floor(values.length / 20000));
  for (let i = 0; i < values.length; i += stride) if (Number.isFinite(values[i])) some.push(values[i]);
  some.sort((a, b) => a - b);
  if (!some.length) return [0, 1];
  let low = some[Math.floor(cut * (some.length - 1))];
  let high = some[Math.ceil((1 - cut) * (some.length - 1))];
  if (low === high) { low -= 0.5; high += 0.5; }
  const room = 0.04 * (high - low);
  return [low - room, high + room];
}

/** A picture with axes. Layers: {kind: points | line | area | bars | mark, x, y, colour: '--data', …}. */
export class Plot {
  constructor(canvas, { labels = {}, onpick, onmove, moves = true } = {}) {
    this.canvas = canvas;
    this.layers = [];
    this.view = { x: [0, 1], y: [0, 1] };
    this.labels = labels;
    this.names = {};
    this.onpick = onpick;
    this.onmove = onmove || (() => {});
    this.frame = 0;
    this.clouds = new Clouds();
    this.moving = false;
    this.left = labels.bare ? 6 : 56; // of the axes, where the labels beside them end
    this.resizing = new ResizeObserver(() => this.draw());
    this.resizing.observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    if (moves) this.listen();
  }

  listen() {
    const canvas = this.canvas;
    canvas.tabIndex = 0;
    const held = new Map();
    let moved = false;
    canvas.addEventListener('pointerdown', (e) => { held.set(e.pointerId, [e.offsetX, e.offsetY]); canvas.setPointerCapture(e.pointerId); moved = false; });
    canvas.addEventListener('pointermove', (e) => {
      const from = held.get(e.pointerId);
      if (!from) return;
      const dx = e.offsetX - from[0], dy = e.offsetY - from[1];
      if (!moved && Math.hypot(dx, dy) < 4) return;
      moved = true;
      const b = this.box();
      if (held.size === 1) this.shift(-dx / b.w, dy / b.h);
      else this.zoom(Math.exp(-dy / 200), 0.5, 0.5);
      held.set(e.pointerId, [e.offsetX, e.offsetY]);
    });
    const up = (e) => { if (held.delete(e.pointerId) && !moved && e.type === 'pointerup' && this.onpick) this.pick(e.offsetX, e.offsetY); };
    canvas.addEventListener('pointerup', up);
    canvas.addEventListener('pointercancel', up);
    canvas.addEventListener('wheel', (e) => {
      e.preventDefault();
      const b = this.box();
      this.zoom(Math.exp(e.deltaY / 400), (e.offsetX - b.l) / b.w, 1 - (e.offsetY - b.t) / b.h);
    }, { passive: false });
    canvas.addEventListener('keydown', (e) => {
      const step = { ArrowLeft: [-0.1, 0], ArrowRight: [0.1, 0], ArrowUp: [0, 0.1], ArrowDown: [0, -0.1] }[e.key];
      if (step) this.shift(...step);
      else if (e.key === '+' || e.key === '=') this.zoom(0.8, 0.5, 0.5);
      else if (e.key === '-') this.zoom(1.25, 0.5, 0.5);
      else if (e.key === 'Enter' && this.onpick) { const b = this.box(); this.pick(b.l + b.w / 2, b.t + b.h / 2); }
      else return;
      e.preventDefault();
    });
  }

  shift(dx, dy) {
    for (const [axis, by] of [['x', dx], ['y', dy]]) {
      const [low, high] = this.view[axis];
      this.view[axis] = [low + by * (high - low), high + by * (high - low)];
    }
    this.moved();
  }

  zoom(factor, atX, atY) {
    for (const [axis, at] of [['x', atX], ['y', atY]]) {
      const [low, high] = this.view[axis];
      const fixed = low + at * (high - low);
      this.view[axis] = [fixed + (low - fixed) * factor, fixed + (high - fixed) * factor];
    }
    this.moved();
  }

  /** Tells that the view has moved, once it rests. */
  moved() {
    this.moving = true;
    this.draw();
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.moving = false;
      this.draw();
      this.onmove(this.view);
    }, 250);
  }

  box() {
    const { clientWidth, clientHeight } = this.canvas;
    const bare = this.labels.bare;
    const l = this.left, t = 8, bottom = bare ? 22 : 42;
    return { l, t, w: Math.max(10, clientWidth - l - 10), h: Math.max(10, clientHeight - t - bottom) };
  }

  pick(px, py) {
    const b = this.box();
    let best = null, least = 18 * 18;
    this.layers.forEach((layer) => {
      if (layer.kind !== 'points' || layer.hidden) return;
      for (let i = 0; i < layer.x.length; i++) {
        const dx = this.px(layer.x[i], b) - px, dy = this.py(layer.y[i], b) - py;
        const d = dx * dx + dy * dy;
        if (d < least) { least = d; best = { layer, index: i }; }
      }
    });
    if (best) this.onpick(best);
  }

  px(x, b) { return b.l + (x - this.view.x[0]) / (this.view.x[1] - this.view.x[0]) * b.w; }
  py(y, b) { return b.t + b.h - (y - this.view.y[0]) / (this.view.y[1] - this.view.y[0]) * b.h; }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  }

  paint() {
    const { canvas } = this;
    const ratio = Math.min(2, devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height) { canvas.width = width; canvas.height = height; }
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = FONT;
    if (!this.labels.bare) this.left = (this.labels.y ? 30 : 12) + Math.ceil(Math.max(24, ...this.upwards().map(({ text }) => context.measureText(text).width)));
    const b = this.box();
    const clouds = this.layers.filter((layer) => layer.kind === 'points' && !layer.hidden);
    if (clouds.length) {
      const at = { x: Math.round(b.l * ratio), y: Math.round(b.t * ratio), w: Math.round(b.w * ratio), h: Math.round(b.h * ratio) };
      this.clouds.draw(context, at, this.view, ratio, clouds, style, this.moving);
    }
    this.axes(context, b);
    context.save();
    context.beginPath();
    context.rect(b.l, b.t, b.w, b.h);
    context.clip();
    for (const layer of this.layers) if (layer.kind !== 'points' && !layer.hidden) this.shape(context, b, layer);
    context.restore();
  }

  /** The words of an axis at a number. */
  words(axis, at, most) {
    const text = this.names[axis] ? (Number.isInteger(at) ? (this.names[axis][at] ?? '') : '') : String(at).replace('-', '−');
    return text.length > most ? text.slice(0, most - 1) + '…' : text;
  }

  /** What stands beside the axes. */
  upwards() {
    return ticks(...this.view.y, Math.max(2, this.box().h / 50)).map((at) => ({ at, text: this.words('y', at, 16) }));
  }

  axes(context, b) {
    context.strokeStyle = style('--line');
    context.fillStyle = style('--soft');
    context.lineWidth = 1;
    context.strokeRect(b.l + 0.5, b.t + 0.5, b.w - 1, b.h - 1);
    context.textAlign = 'left';
    context.textBaseline = 'top';
    let free = 0; // to the right of the last label
    for (const at of ticks(...this.view.x, Math.max(3, b.w / (this.labels.bare ? 60 : 90)))) {
      const text = this.words('x', at, 18);
      const width = context.measureText(text).width;
      const x = Math.max(0, Math.min(this.canvas.clientWidth - width, this.px(at, b) - width / 2));
      if (!text || x < free) continue;
      context.fillText(text, x, b.t + b.h + 5);
      free = x + width + 8;
    }
    context.textAlign = 'center';
    if (this.labels.x) context.fillText(this.labels.x, b.l + b.w / 2, b.t + b.h + 22);
    if (this.labels.bare) return;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    for (const { at, text } of this.upwards()) context.fillText(text, b.l - 6, this.py(at, b));
    if (this.labels.y) {
      context.save();
      context.translate(8, b.t + b.h / 2);
      context.rotate(-Math.PI / 2);
      context.textAlign = 'center';
      context.fillText(this.labels.y, 0, 0);
      context.restore();
    }
  }

  shape(context, b, layer) {
    const colour = layer.css || style(layer.colour);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = layer.width || 2;
    context.setLineDash(layer.dash || []);
    const { x, y } = layer;
    if (layer.kind === 'bars') {
      const half = Math.max(1, (layer.size || 0.4) / (this.view.x[1] - this.view.x[0]) * b.w);
      context.globalAlpha = layer.alpha || 0.75;
      for (let i = 0; i < x.length; i++) {
        const top = this.py(y[i], b);
        context.fillRect(this.px(x[i], b) - half + (layer.offset || 0) * half, top, Math.max(1, 2 * half * (layer.share || 1)), this.py(0, b) - top);
      }
      context.globalAlpha = 1;
      return;
    }
    if (layer.kind === 'mark') {
      context.beginPath();
      context.arc(this.px(x[0], b), this.py(y[0], b), 7, 0, 7);
      context.stroke();
      return;
    }
    context.beginPath();
    for (let i = 0; i < x.length; i++) {
      const px = this.px(x[i], b), py = this.py(y[i], b);
      if (i === 0 || Number.isNaN(x[i - 1])) context.moveTo(px, py);
      else if (!Number.isNaN(x[i])) context.lineTo(px, py);
    }
    context.stroke();
    if (layer.kind === 'area') {
      context.lineTo(this.px(x[x.length - 1], b), this.py(0, b));
      context.lineTo(this.px(x[0], b), this.py(0, b));
      context.globalAlpha = 0.25;
      context.fill();
      context.globalAlpha = 1;
    }
    context.setLineDash([]);
  }
}

/** How often numbers fall into equal ranges, as densities. */
export function histogram(values, [low, high], bins) {
  const counts = new Float64Array(bins);
  let all = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    all++;
    const bin = Math.floor((value - low) / (high - low) * bins);
    if (bin >= 0 && bin < bins) counts[bin]++;
  }
  const size = (high - low) / bins;
  return { x: Array.from(counts, (_, i) => low + (i + 0.5) * size), y: Array.from(counts, (c) => c / Math.max(1, all) / size), size };
}
