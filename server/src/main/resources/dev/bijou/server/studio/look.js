// Columns and pairs: data beside draws; a point tells its row.
import { h, field, choice, say, short } from './dom.js';
import { get, post, floats, model as address } from './api.js';
import { go } from './app.js';
import { chosen, modelled, names, number } from './models.js';
import { Plot, histogram, range } from './plot.js';

export default async function (room, params, gone) {
  const model = await chosen(room, 'look', params);
  if (!model) return;
  const columns = modelled(model.whole);
  const { tables } = await get('/v1/tables');
  const fitting = tables.filter((table) => columns.every((column) => table.order.includes(column.name)));
  const table = fitting.find((one) => one.id === params.get('table')) || fitting[0];
  const all = columns.map((column) => column.name);
  const first = [...columns].sort((a, b) => Boolean(names(model.whole, a)) - Boolean(names(model.whole, b))).map((one) => one.name); // numbers before names
  const x = all.includes(params.get('x')) ? params.get('x') : first[0];
  const y = all.includes(params.get('y')) ? params.get('y') : first.find((name) => name !== x) || x;
  const to = (change, replace) => go('look', { model: model.name, table: table ? table.id : '', x, y, ...change }, replace);
  const column = (name) => columns.find((one) => one.name === name);
  const ids = fitting.map((one) => one.id);
  const picks = table && h('select', { onchange: (e) => to({ table: e.target.value }) }, fitting.map((one) => h('option', { value: one.id }, one.name)));
  if (picks) picks.value = ids[ids.indexOf(table.id)];
  const shows = { data: true, draws: true };
  const toggle = (name, text) => h('label', { class: 'inline' },
    h('input', { type: 'checkbox', checked: true, onchange: (e) => { shows[name] = e.target.checked; paint(); } }), h('span', { class: 'key ' + name }), text);
  room.append(h('div', { class: 'bar' }, model.pick, picks && field('Table', picks),
    field('Across', choice(all, x, (v) => to({ x: v }))), field('Upwards', choice(all, y, (v) => to({ y: v }))),
    table && toggle('data', 'data'), toggle('draws', 'draws of the model')));
  const canvas = h('canvas', { class: 'tall', role: 'img', 'aria-label': `Rows in ${x} and ${y}. Arrows move, plus and minus zoom, Enter picks the row in the middle.` });
  const told = h('section', { class: 'panel', 'aria-live': 'polite' }, h('p', { class: 'soft' }, 'Pick a point to see its row. Drag or use the arrow keys to move, the wheel or + and − to zoom.'));
  const cards = h('div', { class: 'cards' });
  room.append(h('div', { class: 'panel' }, canvas), told, h('h2', {}, 'Columns'), cards);
  say('drawing from the model …');
  const given = model.whole.schema.given.length > 0;
  const n = table ? Math.min(5000, Math.max(500, table.rows)) : 3000;
  const drawn = given ? [] : (await post(address(model.name, 'sample'), { n, seed: 1 }, gone)).rows;
  say(given ? 'The model is conditional; draws need values of ' + model.whole.schema.given.map((c) => c.name).join(', ') + '.' : '');
  const ofDraws = (name) => Float32Array.from(drawn, (row) => number(model.whole, column(name), row[name]));
  const jitter = (name, values) => names(model.whole, column(name)) ? Float32Array.from(values, (v, i) => v + 0.7 * ((i * 0.618034) % 1 - 0.5)) : values;
  const pair = table ? await floats(table.id, x, y) : { x: new Float32Array(), y: new Float32Array() };
  const data = { kind: 'points', x: jitter(x, pair.x), y: jitter(y, pair.y), colour: '--data' };
  const draws = { kind: 'points', x: jitter(x, ofDraws(x)), y: jitter(y, ofDraws(y)), colour: '--draws' };
  const mark = { kind: 'mark', x: [NaN], y: [NaN], colour: '--ink' };
  const plot = new Plot(canvas, { labels: { x, y }, onpick: (found) => pick(found).catch((e) => say(e.message)),
    onmove: ({ x: [a, b], y: [c, d] }) => { if (!gone.aborted) to({ seen: [a, b, c, d].map((v) => Number(v.toPrecision(6))).join(',') }, true); } });
  plot.names = { x: names(model.whole, column(x)), y: names(model.whole, column(y)) };
  const base = table ? data : draws;
  plot.view = { x: range(base.x, 0.001), y: range(base.y, 0.001) };
  const seen = (params.get('seen') || '').split(',').map(Number);
  if (seen.length === 4 && seen.every(Number.isFinite) && seen[0] < seen[1] && seen[2] < seen[3]) plot.view = { x: seen.slice(0, 2), y: seen.slice(2) };
  const paint = () => { data.hidden = !shows.data; draws.hidden = !shows.draws; plot.layers = [data, draws, mark]; plot.draw(); };
  paint();

  async function pick({ layer, index }) {
    mark.x = [layer.x[index]];
    mark.y = [layer.y[index]];
    plot.draw();
    const ofData = layer === data;
    const row = ofData ? (await get(`/v1/tables/${table.id}/rows/${index + 1}`)).cells : drawn[index];
    const needed = [...model.whole.schema.targets, ...model.whole.schema.given].map((c) => c.name);
    const cells = Object.fromEntries(needed.filter((name) => name in row).map((name) => [name, row[name]]));
    const lines = [h('h2', {}, ofData ? 'Row ' + (index + 1) : 'A draw of the model'),
      h('dl', {}, Object.entries(row).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, String(value ?? 'missing'))]))];
    told.replaceChildren(...lines);
    const call = model.detects ? 'detect' : 'score';
    const verdict = (await post(address(model.name, call), { rows: [cells] })).rows[0];
    told.append(h('p', {}, `log-density ${short(verdict.log_density)} nats`
      + (model.detects ? `, p-value ${short(verdict.p_value, 2)}${verdict.novel ? ', novel' : ''}` : '')),
    verdict.reason ? h('p', {}, verdict.reason) : '');
  }

  for (const one of columns) {
    if (gone.aborted) return;
    const own = table ? (await floats(table.id, one.name, one.name)).x : new Float32Array();
    const other = ofDraws(one.name);
    const small = h('canvas', { class: 'low', role: 'img', 'aria-label': `How ${one.name} is distributed, in data and draws` });
    cards.append(h('div', { class: 'panel' }, h('div', { class: 'title' }, h('strong', {}, one.name), h('button', { class: 'plain', onclick: () => to({ x: one.name }), 'aria-label': one.name + ' across' }, 'across'), h('button', { class: 'plain', onclick: () => to({ y: one.name }), 'aria-label': one.name + ' upwards' }, 'upwards')), small));
    const chart = new Plot(small, { labels: { bare: true }, moves: false });
    const labels = names(model.whole, one);
    const span = labels ? [-0.5, labels.length - 0.5] : range(table ? own : other, 0.002);
    const bins = labels ? labels.length : 40;
    const a = histogram(own, span, bins), b = histogram(other, span, bins);
    chart.names = { x: labels };
    chart.view = { x: span, y: [0, 1.08 * Math.max(...a.y, ...b.y, 1e-9)] };
    chart.layers = [{ kind: 'bars', ...a, size: a.size / 2, colour: '--data', alpha: 0.5 },
      labels ? { kind: 'bars', ...b, size: b.size / 4, colour: '--draws', alpha: 0.8 } : { kind: 'line', x: b.x, y: b.y, colour: '--draws' }];
    chart.draw();
  }
}
