// What several views have in common: which model, which of its columns.
import { h, field, choice } from './dom.js';
import { get, model as address } from './api.js';
import { go } from './app.js';

/** The model of the address, or the first one; null where there is none, which is said. */
export async function chosen(room, view, params) {
  const { models } = await get('/v1/models');
  if (!models.length) {
    room.append(h('p', {}, 'There is no model yet. ', h('a', { href: '#/learn' }, 'Learn one'), ', or ', h('a', { href: '#/open' }, 'open one'), '.'));
    return null;
  }
  const names = models.map((model) => model.name);
  const name = names.includes(params.get('model')) ? params.get('model') : names[0];
  const whole = await get(address(name));
  return { name, whole, detects: models.find((m) => m.name === name).detects, pick: field('Model', choice(names, name, (v) => go(view, { model: v, table: params.get('table') || '' }))) };
}

/** The names of a column of names, in the order of their codes; null for numbers. */
export const names = (whole, column) => (column.type === 'constant' ? null : whole.names[column.name] || null);

/** The columns that a density is of. */
export const modelled = (whole) => whole.schema.targets.filter((column) => column.type !== 'constant');

/** A cell as a number. */
export function number(whole, column, cell) {
  const all = names(whole, column);
  if (cell === null || cell === '' || cell === undefined) return NaN;
  if (all) return all.indexOf(String(cell));
  if (column.type === 'datetime') return Date.parse(String(cell).replace(' ', 'T')) / 1000;
  return Number(cell);
}
