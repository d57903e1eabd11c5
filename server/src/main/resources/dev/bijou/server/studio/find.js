// Rows that do not belong, with their reasons; and a look at what programs send to the service.
import { h, field, say, save, short } from './dom.js';
import { get, post, counted, lines, model as address } from './api.js';
import { go } from './app.js';
import { chosen } from './models.js';

const PAGE = 100, FIRST = 16;

export default async function (room, params, gone) {
  const model = await chosen(room, 'find', params);
  if (!model) return;
  const { tables } = await get('/v1/tables');
  const needed = [...model.whole.schema.targets, ...model.whole.schema.given].map((column) => column.name);
  const fitting = tables.filter((table) => needed.every((name) => table.order.includes(name)));
  const table = fitting.find((one) => one.id === params.get('table')) || fitting[0];
  const alpha = h('input', { type: 'number', min: 0.0001, max: 0.5, step: 0.001, value: params.get('alpha') || 0.01 });
  const live = h('button', { onclick: () => go('find', { model: model.name, live: params.get('live') ? '' : 'yes' }) }, params.get('live') ? 'Judge a table' : 'Watch the service');
  if (params.get('live')) {
    room.append(h('div', { class: 'bar' }, live));
    await watch(room, gone);
    return;
  }
  if (!table) {
    room.append(h('div', { class: 'bar' }, model.pick, live), h('p', {}, 'No table here has the columns of the model. ', h('a', { href: '#/open' }, 'Open one'), '.'));
    return;
  }
  const picks = h('select', { onchange: () => go('find', { model: model.name, table: picks.value, alpha: alpha.value }) }, fitting.map((one) => h('option', { value: one.id }, one.name)));
  picks.value = table.id;
  const text = h('input', { type: 'search', value: params.get('with') || '', oninput: () => { shown = PAGE; keep(); list(); } });
  const all = h('input', { type: 'checkbox', checked: params.has('all'), onchange: () => { keep(); list(); } });
  room.append(h('div', { class: 'bar' }, model.pick, field('Table', picks),
    field('Novel at p of at most', alpha), h('button', { class: 'first', onclick: () => go('find', { model: model.name, table: table.id, alpha: alpha.value }) }, 'Find'),
    field('Reasons with', text), h('label', { class: 'inline' }, all, 'usual rows too'),
    h('button', { onclick: download }, 'Download'), live));
  const words = h('p', { class: 'wide', 'aria-live': 'polite' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress' });
  const stop = h('button', { onclick: () => stopped.abort() }, 'Stop');
  const running = h('div', { class: 'running' }, bar, stop);
  const body = h('tbody');
  const more = h('button', { hidden: true, onclick: () => { shown += PAGE; list(); } }, 'More rows');
  const told = h('section', { 'aria-live': 'polite' });
  const stopped = new AbortController();
  gone.addEventListener('abort', () => stopped.abort());
  const orders = ['row', 'novelty', 'p_value', 'log_density'];
  let by = orders.includes(params.get('by')) ? params.get('by') : 'novelty', down = params.get('down') !== 'no', shown = PAGE; // the order, and how many rows
  const keep = () => go('find', { model: model.name, table: table.id, alpha: alpha.value, by, down: down ? '' : 'no', with: text.value, all: all.checked ? 'yes' : '' }, true);
  const sort = (name, key, number = true) => h('th', { scope: 'col', class: number && 'number', 'data-by': key }, h('button', { onclick: () => { down = by === key ? !down : key === 'novelty'; by = key; keep(); list(); } }, name));
  const head = h('tr', {}, sort('Row', 'row'), sort('Novelty', 'novelty'), sort('p-value', 'p_value'), sort('Log-density', 'log_density'), h('th', { scope: 'col' }, 'Reason'));
  room.append(words, running, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Rows' }, h('table', {},
    h('thead', {}, head), body)), more, told);
  const call = (reasons) => address(model.name, `detect?reasons=${reasons}&missing=keep&alpha=${Number(alpha.value) || 0.01}`);
  const many = (n) => n.toLocaleString('en');
  const cellsOf = async (row) => (await get(`/v1/tables/${table.id}/rows/${row.row}`, gone)).cells;
  const alone = (cells) => Object.fromEntries(needed.map((name) => [name, cells[name]]));
  let rows = [];
  try {
    await judge();
  } catch (error) {
    if (gone.aborted) return;
    if (stopped.signal.aborted) words.textContent += ' — stopped';
    else say(error.message);
  }
  running.remove();
  list();

  /** Judges all rows, which is quick, and then finds the reasons of the novel ones, which takes longer. */
  async function judge() {
    words.textContent = 'judging …';
    const { rows: judged, summary } = await counted(call('none'), { table: table.id }, '"novelty":', (count) => {
      bar.value = count / table.rows;
      words.textContent = `judging … ${many(count)} of ${many(table.rows)} rows`;
    }, stopped.signal);
    rows = judged;
    rows.forEach((row, i) => { row.row = i + 1; });
    list();
    const verdict = `${many(summary.novel)} of ${many(summary.judged)} rows are novel`
      + (summary.rows > summary.judged ? `; ${many(summary.rows - summary.judged)} have a missing cell and no verdict` : '')
      + (summary.notes ? '. ' + summary.notes.join('. ') : '');
    words.textContent = verdict;
    if (!summary.novel) return;
    await first();
    let at = 0, found = 0, drawn = performance.now();
    bar.value = 0;
    await lines(call('first'), { table: table.id }, (row) => {
      if (row.novel) {
        rows[at].reason = row.reason;
        found++;
      }
      bar.value = ++at / rows.length;
      if (performance.now() - drawn < 300) return;
      drawn = performance.now();
      words.textContent = `${verdict}; reasons of ${many(found)} found …`;
      list();
    }, stopped.signal);
    words.textContent = verdict;
  }

  /** The reasons of the rows that stand first, which need not wait for those of all others. */
  async function first() {
    if (model.whole.schema.window) return;
    const top = chosenRows().filter((row) => row.novel).slice(0, FIRST);
    const cells = [];
    for (const row of top) cells.push(alone(await cellsOf(row)));
    if (!top.length) return;
    const { rows: judged } = await post(call('first'), { rows: cells }, stopped.signal);
    judged.forEach((one, i) => { top[i].reason = one.reason; });
    list();
  }

  function chosenRows() {
    const wanted = text.value.toLowerCase();
    return rows.filter((row) => row.novelty !== null && (row.novel || all.checked) && (!wanted || (row.reason || '').toLowerCase().includes(wanted)))
      .sort((a, b) => (down ? -1 : 1) * (a[by] - b[by]));
  }

  function list() {
    const some = chosenRows();
    for (const th of head.children) if (th.dataset.by) th.setAttribute('aria-sort', th.dataset.by !== by ? 'none' : down ? 'descending' : 'ascending');
    more.hidden = some.length <= shown;
    body.replaceChildren(...some.slice(0, shown).map((row) => h('tr', {},
      h('td', { class: 'number' }, h('button', { onclick: () => tell(row).catch((e) => say(e.message)), 'aria-label': 'Cells of row ' + row.row }, String(row.row))),
      h('td', { class: 'number' }, short(row.novelty)), h('td', { class: 'number' }, short(row.p_value, 2)),
      h('td', { class: 'number' }, short(row.log_density)), h('td', {}, row.reason || ''))));
  }

  async function tell(row) {
    const cells = await cellsOf(row);
    const why = h('p', {}, row.reason || '');
    told.replaceChildren(h('div', { class: 'panel' }, h('h2', {}, 'Row ' + row.row),
      h('dl', {}, Object.entries(cells).flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value === '' ? 'missing' : value)])), why));
    told.scrollIntoView({ block: 'nearest' });
    if (!row.novel || row.reason || model.whole.schema.window) return;
    row.reason = (await post(call('first'), { rows: [alone(cells)] }, gone)).rows[0].reason;
    why.textContent = row.reason || '';
    list();
  }

  async function download() {
    const quote = (value) => /[",\n]/.test(value) ? '"' + value.replace(/"/g, '""') + '"' : value;
    const lines = ['row,log_density,novelty,p_value,novel,reason', ...chosenRows().map((row) =>
      [row.row, row.log_density, row.novelty, row.p_value, row.novel, row.reason || ''].map((value) => quote(String(value))).join(','))];
    save('novelties.csv', lines.join('\n') + '\n', 'text/csv');
  }
}

/** What programs have judged since the page was opened. */
async function watch(room, gone) {
  const body = h('tbody');
  const words = h('p', { 'aria-live': 'polite' });
  room.append(h('p', {}, 'Rows that are posted to this service appear here, the newest first.'), words,
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Verdicts' }, h('table', {}, h('thead', {}, h('tr', {},
      ['Number', 'Model', 'Novelty', 'p-value', 'Reason'].map((name) => h('th', { scope: 'col' }, name)))), body)));
  let since = 0, novel = 0, seen = 0;
  (async () => {
    while (!gone.aborted) {
      try {
        const { verdicts, last } = await get('/v1/recent?since=' + since, gone);
        since = last;
        for (const one of verdicts) {
          seen++;
          novel += one.novel ? 1 : 0;
          body.prepend(h('tr', {}, h('td', { class: 'number' }, String(one.number)), h('td', {}, one.model),
            h('td', { class: 'number' }, short(one.novelty)), h('td', { class: 'number' }, short(one.p_value, 2)), h('td', {}, one.reason)));
        }
        while (body.childElementCount > 200) body.lastChild.remove();
        words.textContent = `${seen.toLocaleString('en')} rows, ${novel.toLocaleString('en')} novel`;
      } catch (error) {
        if (!gone.aborted) say(error.message);
      }
      await new Promise((wake) => setTimeout(wake, 700));
    }
  })();
}
