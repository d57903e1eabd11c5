// Tables and models that are here, and what the columns of a table hold.
import { h, choice, say, short } from './dom.js';
import { get, upload, remove } from './api.js';
import { go } from './app.js';

const TYPES = ['continuous', 'integer', 'categorical', 'boolean', 'datetime', 'identifier'];
const ROLES = ['modelled', 'given', 'left out'];

/** What was edited of a table's schema, in this tab. */
export function edits(table) {
  try { return JSON.parse(sessionStorage.getItem('schema-' + table)) || {}; } catch (e) { return {}; }
}

/** The schema of a table as it was edited, for a fit; null if nothing was. */
export function draft(table) {
  const changed = edits(table.id);
  if (!Object.keys(changed).length) return null;
  const columns = [...table.schema.targets, ...table.schema.given];
  const result = { version: table.schema.version, targets: [], given: [] };
  for (const column of columns) {
    const edit = changed[column.name] || {};
    const role = edit.role || (column.type === 'identifier' ? 'left out' : 'modelled');
    if (role === 'left out') continue;
    const own = edit.type && edit.type !== column.type ? { name: column.name, type: edit.type } : { name: column.name };
    (role === 'given' ? result.given : result.targets).push(own);
  }
  return result;
}

export default async function (room, params) {
  const input = h('input', { type: 'file', id: 'file', accept: '.csv,.gz,.parquet,.tsv,.txt,.bijou', onchange: () => take(input.files) });
  const drop = h('div', { class: 'panel drop' },
    h('p', {}, 'Drop a table (CSV or Parquet) or a model here'),
    h('label', { class: 'pick' }, 'Pick a table or model', input),
    h('p', { class: 'soft' }, 'It stays on this machine.'));
  drop.addEventListener('dragover', (e) => { e.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (e) => { e.preventDefault(); drop.classList.remove('over'); take(e.dataTransfer.files); });

  async function take(files) {
    for (const file of files) {
      say('reading ' + file.name + ' …');
      try {
        if (file.name.endsWith('.bijou')) {
          const made = await upload('/v1/models?name=' + encodeURIComponent(file.name.replace(/\.bijou$/, '')), file);
          say('');
          go('look', { model: made.name });
        } else {
          const table = await upload('/v1/tables?name=' + encodeURIComponent(file.name), file);
          say('');
          go('open', { table: table.id });
        }
      } catch (error) {
        say(error.message);
      }
    }
  }

  const [{ tables }, { models }] = await Promise.all([get('/v1/tables'), get('/v1/models')]);
  const chosen = tables.find((table) => table.id === params.get('table')) || tables[0];
  room.append(drop);
  const list = (title, entries) => entries.length > 0 && h('section', { class: 'panel' }, h('h2', {}, title), h('ul', { class: 'list' }, entries));
  room.append(h('div', { class: 'split even' },
    list('Tables', tables.map((table) => h('li', {},
      h('a', { href: '#/open?table=' + table.id, 'aria-current': table === chosen ? 'true' : false }, table.name),
      h('span', { class: 'soft' }, `${table.rows.toLocaleString('en')} rows, ${table.order.length} columns`)))),
    list('Models', models.map((model) => h('li', {},
      h('a', { href: '#/look?model=' + encodeURIComponent(model.name) }, model.name),
      h('span', { class: 'soft' }, `${model.columns.length} columns, ${short(model.held_out_log_density)} nats held out`))))));
  if (chosen) room.append(schema(chosen));

  function schema(table) {
    const changed = edits(table.id);
    const set = (name, what, value, usual) => {
      changed[name] = { ...changed[name], [what]: value };
      if (value === usual) delete changed[name][what];
      if (!Object.keys(changed[name]).length) delete changed[name];
      sessionStorage.setItem('schema-' + table.id, JSON.stringify(changed));
    };
    const columns = [...table.schema.targets, ...table.schema.given];
    const rows = columns.map((column) => {
      const edit = changed[column.name] || {};
      const usual = column.type === 'identifier' ? 'left out' : 'modelled';
      const types = TYPES.includes(column.type) ? TYPES : [column.type, ...TYPES];
      return h('tr', {},
        h('th', { scope: 'row' }, column.name),
        h('td', {}, choice(types, edit.type || column.type, (v) => set(column.name, 'type', v, column.type), { 'aria-label': 'Type of ' + column.name })),
        h('td', {}, choice(ROLES, edit.role || usual, (v) => set(column.name, 'role', v, usual), { 'aria-label': 'Role of ' + column.name })),
        h('td', { class: 'number' }, column.missing ? String(column.missing) : ''),
        h('td', {}, describe(column, table.names[column.name])));
    });
    return h('section', { class: 'panel' },
      h('h2', {}, table.name),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Columns' }, h('table', {},
        h('thead', {}, h('tr', {}, ['Column', 'Type', 'Role', 'Missing', 'Holds'].map((name) => h('th', { scope: 'col' }, name)))),
        h('tbody', {}, rows))),
      table.limits.length > 0 && [h('h2', {}, 'What limits a density'), h('ul', {}, table.limits.map((line) => h('li', {}, line)))],
      h('div', { class: 'bar' },
        h('button', { class: 'first', onclick: () => go('learn', { table: table.id }) }, 'Learn this table'),
        h('button', { onclick: async () => { await remove('/v1/tables/' + table.id); go('open', {}); if (!params.get('table')) location.reload(); } }, 'Forget it')));
  }
}

function describe(column, names) {
  if (names) return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  if (column.type === 'datetime') return column.pattern || '';
  if (column.min !== undefined && column.type !== 'identifier') return `${short(column.min)} to ${short(column.max)}, mean ${short(column.mean)}`;
  return '';
}
