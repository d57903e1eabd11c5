// What goes with what: cells are set, the densities of the others move.
import { h, say, save, short } from './dom.js';
import { post, send, model as address } from './api.js';
import { go } from './app.js';
import { chosen, modelled, names } from './models.js';
import { Plot } from './plot.js';

const QUICK = 1000, FINE = 12000;

export default async function (room, params, gone) {
  const model = await chosen(room, 'ask', params);
  if (!model) return;
  const whole = model.whole;
  if (whole.schema.window) {
    room.append(h('p', {}, 'The model is of rows in time; it judges rows, but has no densities of single cells.'));
    return;
  }
  const targets = modelled(whole);
  const given = whole.schema.given;
  const quantiles = Object.fromEntries(whole.provenance.quantiles.map((q) => [q.column, q.values]));
  const set = Object.fromEntries([...params].filter(([name]) => name.startsWith('set.')).map(([name, value]) => [name.slice(4), value]));
  for (const column of given) if (!(column.name in set)) set[column.name] = usual(column);
  const charts = new Map();
  const controls = h('section', { class: 'panel cells', tabindex: 0, 'aria-label': 'Cells that are set' });
  const shown = h('section', { class: 'charts', 'aria-label': 'Densities of the others' });
  const time = h('p', { class: 'soft' });
  const answer = h('div');
  room.append(h('div', { class: 'bar' }, model.pick,
    h('button', { class: 'first', onclick: draws }, 'Download draws of this kind'),
    h('button', { onclick: fill }, 'Fill in the open cells'),
    h('button', { onclick: () => go('ask', { model: model.name }) }, 'Open all')), answer,
  h('div', { class: 'split' }, controls, h('div', {}, time, shown)));

  function usual(column) {
    const all = names(whole, column);
    return all ? all[0] : text(column, quantiles[column.name][50]);
  }

  function text(column, value) {
    return column.type === 'datetime' ? value : String(column.decimals >= 0 ? Number(value.toFixed(column.decimals)) : Number(value.toPrecision(6)));
  }

  const row = () => Object.fromEntries(Object.entries(set).filter(([name]) => [...targets, ...given].some((c) => c.name === name)));
  const keep = (replace) => go('ask', { model: model.name, ...Object.fromEntries(Object.entries(set).map(([k, v]) => ['set.' + k, v])) }, replace);

  for (const column of [...targets, ...given]) {
    const all = names(whole, column);
    const must = given.includes(column);
    const shows = h('output', {}, set[column.name] ?? '');
    let control;
    if (all) {
      control = h('select', { 'aria-label': column.name }, all.slice(0, 200).map((name) => h('option', { value: name }, name)));
      control.value = set[column.name] ?? all[0];
      control.addEventListener('change', () => change(control.value, false));
    } else if (column.type === 'datetime') {
      control = h('input', { 'aria-label': column.name, value: set[column.name] ?? '', placeholder: column.pattern });
      control.addEventListener('change', () => change(control.value, false));
    } else {
      const q = quantiles[column.name];
      const step = column.decimals >= 0 ? Math.max(10 ** -column.decimals, (q[100] - q[0]) / 1000) : (q[100] - q[0]) / 1000;
      control = h('input', { type: 'range', min: q[0], max: q[100], step: column.decimals >= 0 ? 10 ** -column.decimals : step || 'any', value: set[column.name] ?? q[50], 'aria-label': column.name });
      control.addEventListener('input', () => change(text(column, Number(control.value)), true));
      control.addEventListener('change', () => change(text(column, Number(control.value)), false));
    }
    const on = h('input', { type: 'checkbox', checked: column.name in set, disabled: must, onchange: () => {
      if (on.checked) change(all ? control.value : column.type === 'datetime' ? control.value : text(column, Number(control.value)), false);
      else { delete set[column.name]; shows.textContent = ''; control.classList.remove('set'); keep(true); ask(FINE); }
    } });
    function change(value, moving) {
      on.checked = true;
      set[column.name] = value;
      shows.textContent = value;
      if (!moving) keep(true);
      ask(moving ? QUICK : FINE);
    }
    controls.append(h('div', { class: 'cell' }, h('label', {}, on, ' ', h('strong', {}, column.name)), shows, control));
  }

  let running = false, wanted = 0, hurry = () => {};
  /** Asks again when cells have changed: after a quick answer that is on its way, at once instead of a fine one or a rest. */
  async function ask(work) {
    wanted = work;
    hurry();
    if (running) return;
    running = true;
    while (wanted && !gone.aborted) {
      const now = wanted;
      wanted = 0;
      const late = new AbortController();
      hurry = now === FINE ? () => late.abort() : () => {};
      const start = performance.now();
      try {
        const open = targets.filter((column) => !(column.name in set));
        const found = open.length ? (await post(address(model.name, 'conditional'), { row: row(), work: now }, AbortSignal.any([gone, late.signal]))).rows : [];
        show(found);
        time.textContent = found.length ? `${found.every((one) => one.exact) ? 'exact' : 'by draws of the other open cells'}, ${Math.round(performance.now() - start)} ms` : 'every cell is set';
        say('');
      } catch (error) {
        if (!gone.aborted && !late.signal.aborted) say(error.message);
      }
      if (!wanted && now === QUICK) { // more precisely, once nothing moves
        await new Promise((wake) => { hurry = wake; setTimeout(wake, 200); });
        wanted ||= FINE;
      }
    }
    running = false;
  }

  function show(found) {
    for (const [name, chart] of charts) if (!found.some((one) => one.column === name)) { chart.card.remove(); charts.delete(name); }
    for (const one of found) {
      const column = targets.find((c) => c.name === one.column);
      let chart = charts.get(one.column);
      if (!chart) {
        const canvas = h('canvas', { class: 'low', role: 'img' });
        const words = h('p', { class: 'soft' });
        const card = h('div', { class: 'panel' }, h('strong', {}, one.column), canvas, words);
        shown.append(card);
        chart = { card, canvas, words, plot: new Plot(canvas, { labels: { bare: true }, moves: false }) };
        charts.set(one.column, chart);
      }
      const points = (one.points || []).filter((point) => point.probability > 0 || names(whole, column));
      if (one.values) {
        const x = one.values.map((v) => typeof v === 'number' ? v : Date.parse(v) / 1000);
        const q = quantiles[one.column];
        const top = Math.max(...one.density);
        chart.plot.view = { x: typeof one.values[0] === 'number' ? [q[0], q[100]] : [x[0], x[x.length - 1]], y: [0, 1.08 * top || 1] };
        chart.plot.layers = [{ kind: 'area', x: [...x], y: one.density, colour: '--data' }];
        const atoms = points.filter((point) => Number.isFinite(Number(point.value)) && point.value !== '');
        if (atoms.length) {
          const most = Math.max(...atoms.map((p) => p.probability));
          chart.plot.layers.push({ kind: 'bars', x: atoms.map((p) => Number(p.value)), y: atoms.map((p) => p.probability / most * top), size: (q[100] - q[0]) / 300, colour: '--draws' });
        }
        chart.words.textContent = `median ${one.median}, nine of ten in ${one.low} to ${one.high}`;
      } else {
        const shownPoints = points.slice(0, 40);
        chart.plot.names = { x: shownPoints.map((point) => point.value === '' ? 'missing' : point.value) };
        chart.plot.view = { x: [-0.6, shownPoints.length - 0.4], y: [0, 1.05 * Math.max(...shownPoints.map((p) => p.probability), 0.01)] };
        chart.plot.layers = [{ kind: 'bars', x: shownPoints.map((_, i) => i), y: shownPoints.map((p) => p.probability), size: 0.4, colour: '--data' }];
        const best = [...points].sort((a, b) => b.probability - a.probability).slice(0, 3);
        chart.words.textContent = best.map((p) => `${p.value === '' ? 'missing' : p.value} ${short(100 * p.probability, 3)} %`).join(', ');
      }
      chart.canvas.setAttribute('aria-label', `Distribution of ${one.column}: ${chart.words.textContent}`);
      chart.plot.draw();
    }
  }

  const quote = (value) => '"' + String(value).replace(/"/g, '""') + '"';

  async function draws() {
    say('drawing …');
    try {
      const where = Object.entries(row()).map(([name, value]) => quote(name) + '=' + quote(value)).join(',');
      const order = { n: 1000, seed: 1, ...(where && { where }) };
      const response = await send(address(model.name, 'sample'), order, 'text/csv');
      save('draws.csv', await response.blob());
      say('');
    } catch (error) {
      say(error.message);
    }
  }

  async function fill() {
    try {
      const filled = (await post(address(model.name, 'impute'), { rows: [row()] })).rows[0];
      answer.replaceChildren(h('div', { class: 'panel', 'aria-live': 'polite' }, h('h2', {}, 'The row, filled in'),
        h('dl', {}, Object.entries(filled).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value) + (name in set ? '' : ' (filled in)'))]))));
    } catch (error) {
      say(error.message);
    }
  }

  ask(QUICK);
}
