// The views, by the part of the address after #: what is seen can be gone back from, reloaded and shared.
import { h, say } from './dom.js';

const VIEWS = ['open', 'learn', 'flow', 'look', 'ask', 'find', 'listen'];
let leave = () => {};

/** Where the address points: a view and its parameters. */
export function place() {
  const [path, query] = location.hash.replace(/^#\//, '').split('?');
  return { view: VIEWS.includes(path) ? path : 'open', params: new URLSearchParams(query || '') };
}

/** Changes parameters of the address; a step that "back" undoes, unless it is a slider on its way. */
export function go(view, params, replace) {
  const query = new URLSearchParams(params);
  for (const [name, value] of [...query]) if (value === '' || value === 'undefined') query.delete(name);
  const hash = '#/' + view + (query.size ? '?' + query : '');
  if (hash === location.hash) return;
  if (replace) history.replaceState(null, '', hash);
  else location.hash = hash;
}

async function show() {
  leave();
  leave = () => {};
  say('');
  const { view, params } = place();
  const title = view[0].toUpperCase() + view.slice(1);
  document.title = title + ' · Bijou studio';
  for (const link of document.querySelectorAll('#nav a')) {
    if (link.hash === '#/' + view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const main = document.getElementById('main');
  const room = h('div');
  main.replaceChildren(h('h1', {}, title), room);
  const stay = new AbortController();
  leave = () => stay.abort();
  try {
    const { default: render } = await import('./' + view + '.js');
    if (!stay.signal.aborted) await render(room, params, stay.signal);
  } catch (error) {
    if (!stay.signal.aborted) room.append(h('p', { class: 'bad', role: 'alert' }, error.message));
  }
}

addEventListener('hashchange', show);
show();
