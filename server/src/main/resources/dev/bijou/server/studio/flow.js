// Points of the base on their way through the layers.
import { h, field, choice } from './dom.js';
import { get, model as address } from './api.js';
import { go } from './app.js';
import { chosen, modelled, names } from './models.js';
import { Plot, range } from './plot.js';

const COLOURS = ['#c1443c', '#c8702a', '#b5952a', '#7f9d35', '#3f9b54', '#2e9a85', '#2f8fa8', '#3b78b8', '#5a60bd', '#7f4fb4', '#a2479c', '#b94272'];

export default async function (room, params, gone) {
  const model = await chosen(room, 'flow', params);
  if (!model) return;
  const all = modelled(model.whole);
  const columns = all.filter((column) => !names(model.whole, column)).map((column) => column.name);
  const x = columns.includes(params.get('x')) ? params.get('x') : columns[0];
  const y = columns.includes(params.get('y')) && params.get('y') !== x ? params.get('y') : columns.find((name) => name !== x);
  const to = (change) => go('flow', { model: model.name, x, y, ...change });
  room.append(h('div', { class: 'bar' }, model.pick,
    field('Across', choice(columns, x, (v) => to({ x: v }))),
    y && field('Upwards', choice(columns.filter((name) => name !== x), y, (v) => to({ y: v })))));
  if (!y) {
    room.append(h('p', {}, 'A picture of a flow needs two columns of numbers; the model has ' + (x ? 'one.' : 'none.')));
    return;
  }
  const { steps } = await get(address(model.name, `flow?x=${encodeURIComponent(x)}&y=${encodeURIComponent(y)}`), gone);
  const last = steps.length - 1;
  const views = steps.map((step) => ({ x: range(step.x, 0.004), y: range(step.y, 0.004) }));
  const colour = Uint8Array.from(steps[0].x, (v, i) => Math.floor((Math.atan2(steps[0].y[i], v) / Math.PI + 1) / 2 * COLOURS.length) % COLOURS.length);
  const canvas = h('canvas', { class: 'tall', role: 'img' });
  const slider = h('input', { type: 'range', min: 0, max: last, step: 0.01, value: last, 'aria-label': 'Step from the base to the data', oninput: () => { playing = false; label(); draw(); } });
  const play = h('button', { class: 'first', onclick: () => { playing = !playing; label(); if (playing) { if (Number(slider.value) >= last) slider.value = 0; before = 0; requestAnimationFrame(tick); } } });
  const contours = h('input', { type: 'checkbox', checked: true, onchange: () => draw() });
  const words = h('p', { 'aria-live': 'polite' });
  room.append(h('section', { class: 'panel' }, canvas, slider,
    h('div', { class: 'bar' }, play, h('label', { class: 'inline' }, contours, 'Density contours')), words,
    h('p', { class: 'soft' }, `${steps[0].x.length.toLocaleString('en')} draws of the base, carried through ${steps[last].layers} layers; each keeps the colour of its angle at the start.`
      + (columns.length < all.length ? ' Names are drawn first, for each point its own, and the flow of the numbers is given them.' : '')
      + (model.whole.provenance.members.length > 1 ? ' Of several flows, the first.' : ''))));
  const plot = new Plot(canvas, { labels: { x, y } });
  let playing = false, before = 0;

  const label = () => { play.textContent = playing ? 'Pause' : 'Play'; };
  const mix = (a, b, t) => a + (b - a) * t;

  function draw() {
    const at = Number(slider.value);
    const i = Math.min(last - 1, Math.floor(at)), t = last ? at - i : 0;
    const from = steps[i], next = steps[Math.min(last, i + 1)];
    const blend = (axis) => Float32Array.from(from[axis], (v, k) => mix(v, next[axis][k], t));
    const cloud = { kind: 'points', x: blend('x'), y: blend('y'), colours: COLOURS, colour, alpha: 0.8 };
    const box = (axis) => [mix(views[i][axis][0], views[Math.min(last, i + 1)][axis][0], t), mix(views[i][axis][1], views[Math.min(last, i + 1)][axis][1], t)];
    plot.view = { x: box('x'), y: box('y') };
    plot.layers = [cloud, ...(contours.checked ? lines(cloud, plot.view) : [])];
    const near = steps[Math.round(at)];
    const text = Math.round(at) === 0 ? 'the base' : Math.round(at) === last ? 'the data' : `after layer ${near.layers}`;
    if (words.textContent !== text) words.textContent = text;
    canvas.setAttribute('aria-label', `Points of the flow in ${x} and ${y}: ${text}`);
    slider.setAttribute('aria-valuetext', text);
    plot.draw();
  }

  function tick(time) {
    if (!playing || gone.aborted) return;
    if (before) slider.value = Math.min(last, Number(slider.value) + (time - before) / 1000 * 0.8);
    before = time;
    draw();
    if (Number(slider.value) >= last) { playing = false; label(); } else requestAnimationFrame(tick);
  }

  label();
  draw();
}

/** Curves of equal density of a cloud, on a smoothed grid (marching squares). */
function lines(cloud, view) {
  const n = 48;
  let grid = new Float64Array(n * n);
  for (let i = 0; i < cloud.x.length; i++) {
    const a = Math.floor((cloud.x[i] - view.x[0]) / (view.x[1] - view.x[0]) * n);
    const b = Math.floor((cloud.y[i] - view.y[0]) / (view.y[1] - view.y[0]) * n);
    if (a >= 0 && a < n && b >= 0 && b < n) grid[b * n + a]++;
  }
  for (let pass = 0; pass < 4; pass++) {
    for (const step of [1, n]) {
      const next = new Float64Array(n * n);
      for (let i = 0; i < n * n; i++) {
        const inRow = step === 1 ? i % n : Math.floor(i / n);
        next[i] = 0.5 * grid[i] + 0.25 * (inRow > 0 ? grid[i - step] : 0) + 0.25 * (inRow < n - 1 ? grid[i + step] : 0);
      }
      grid = next;
    }
  }
  const sorted = [...grid].sort((a, b) => b - a);
  const total = sorted.reduce((a, b) => a + b, 0);
  const levels = [0.25, 0.5, 0.8].map((share) => {
    let sum = 0;
    return sorted.find((value) => (sum += value) >= share * total) || 0;
  });
  const px = (a) => view.x[0] + (a + 0.5) / n * (view.x[1] - view.x[0]);
  const py = (b) => view.y[0] + (b + 0.5) / n * (view.y[1] - view.y[0]);
  return levels.filter((level) => level > 0).map((level) => {
    const x = [], y = [];
    for (let b = 0; b < n - 1; b++) {
      for (let a = 0; a < n - 1; a++) {
        const corners = [[a, b], [a + 1, b], [a + 1, b + 1], [a, b + 1]];
        const ends = [];
        corners.forEach(([ca, cb], k) => {
          const [da, db] = corners[(k + 1) % 4];
          const v = grid[cb * n + ca], w = grid[db * n + da];
          if ((v > level) !== (w > level)) { const t = (level - v) / (w - v); ends.push([ca + t * (da - ca), cb + t * (db - cb)]); }
        });
        for (let k = 0; k + 1 < ends.length; k += 2) {
          x.push(px(ends[k][0]), px(ends[k + 1][0]), NaN);
          y.push(py(ends[k][1]), py(ends[k + 1][1]), NaN);
        }
      }
    }
    return { kind: 'line', x, y, colour: '--ink', width: 1.2 };
  });
}
