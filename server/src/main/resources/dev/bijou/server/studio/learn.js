// Fits as jobs: started, watched, stopped with the best model so far, or cancelled. They go on when the page is closed.
import { h, field, say, short, duration } from './dom.js';
import { get, post, remove, model as address } from './api.js';
import { go } from './app.js';
import { draft } from './open.js';
import { Plot, range } from './plot.js';

export default async function (room, params, gone) {
  const { tables } = await get('/v1/tables');
  const chosen = tables.find((table) => table.id === params.get('table')) || tables[0];
  if (!chosen) {
    room.append(h('p', {}, 'There is no table yet. ', h('a', { href: '#/open' }, 'Open one'), '.'));
  } else {
    const table = h('select', { onchange: () => go('learn', { table: table.value }) }, tables.map((t) => h('option', { value: t.id }, t.name)));
    table.value = chosen.id;
    const name = h('input', { value: chosen.name.replace(/\.[\w.]+$/, '').replace(/[^\w .-]/g, ' ').trim() || 'model', maxlength: 60 });
    const seconds = h('input', { type: 'number', min: 0, max: 86400, step: 10, value: 60 });
    const members = h('input', { type: 'number', min: 0, max: 20, value: 0 });
    const begin = h('button', { class: 'first', onclick: start }, 'Learn');
    room.append(h('div', { class: 'panel' },
      h('div', { class: 'bar' }, field('Table', table), field('Name of the model', name),
        field('Seconds (0: as long as it takes)', seconds), field('Flows (0: by the size)', members), begin),
      draft(chosen) && h('p', { class: 'soft' }, 'with the schema as you have edited it in Open')));
    async function start() {
      begin.disabled = true;
      try {
        const wish = { table: chosen.id, model: name.value, seconds: Number(seconds.value), members: Number(members.value) };
        const schema = draft(chosen);
        if (schema) wish.schema = schema;
        const job = await post('/v1/fits', wish);
        say('');
        go('learn', { table: chosen.id, fit: job.id });
      } catch (error) {
        say(error.message);
      }
      begin.disabled = false;
    }
  }

  const jobs = async () => (await get('/v1/fits', gone)).fits.sort((a, b) => a.seconds - b.seconds);
  const isLive = (job) => job.state === 'queued' || job.state === 'learning';
  const fits = await jobs();
  const fit = fits.find((one) => one.id === params.get('fit')) || fits[0];
  if (!fit) return;
  const canvas = h('canvas', { class: 'tall', role: 'img', 'aria-label': 'Learning curve: mean log-density of held-out rows, in nats, by the rounds of training' });
  const bar = h('progress', { max: 1, value: 0, 'aria-label': 'Progress' });
  const words = h('p', { class: 'wide', 'aria-live': 'polite' });
  const notes = h('ul');
  const end = h('button', { onclick: () => post(`/v1/fits/${fit.id}/stop`, {}).catch((e) => say(e.message)) }, 'Stop and keep the best');
  const cancel = h('button', { onclick: () => remove('/v1/fits/' + fit.id).catch((e) => say(e.message)) }, 'Cancel');
  const after = h('div', { class: 'bar' });
  room.append(h('section', { class: 'panel' }, h('h2', {}, 'Learning ' + fit.model), bar, words, h('div', { class: 'bar' }, end, cancel), canvas,
    h('p', { class: 'soft' }, h('span', { class: 'key data' }), 'held-out rows ', h('span', { class: 'key draws' }), 'training rows; dashed: the baseline'), after, notes));
  const others = h('ul');
  room.append(h('section', { hidden: fits.length < 2 }, h('h2', {}, 'All fits'), others));
  const list = (all) => {
    const text = all.map((one) => one.model + ' — ' + one.state).join();
    if (others.dataset.text === text) return; // so that who reads it, or stands on a link, is left alone
    others.dataset.text = text;
    others.replaceChildren(...all.map((one) => h('li', {}, h('a', { href: `#/learn?table=${one.table}&fit=${one.id}` }, one.model), ' — ' + one.state)));
  };
  list(fits);
  const plot = new Plot(canvas, { labels: { x: 'round', y: 'mean log-density, nats' } });

  function draw(job) {
    const n = job.curve.length;
    const at = [], training = [], held = [];
    let last = 0;
    job.curve.forEach(([member, , t, v], i) => {
      if (last && member !== last) { at.push(NaN); training.push(NaN); held.push(NaN); }
      last = member;
      at.push(i); training.push(t < -1e29 ? NaN : t); held.push(v);
    });
    plot.layers = [{ kind: 'line', x: at, y: training, colour: '--draws', width: 1 }, { kind: 'line', x: at, y: held, colour: '--data' }];
    const all = held.filter(Number.isFinite);
    if (job.baseline !== undefined) {
      plot.layers.push({ kind: 'line', x: [0, Math.max(2, n - 1)], y: [job.baseline, job.baseline], colour: '--soft', dash: [6, 4] });
      all.push(job.baseline);
    }
    plot.view = { x: [0, Math.max(2, n - 1)], y: range(all, all.length > 20 ? 0.03 : 0) };
    plot.draw();
    bar.value = job.progress;
    const live = isLive(job);
    end.hidden = cancel.hidden = !live;
    words.textContent = job.state + (live ? '' : ' after ' + duration(job.seconds))
      + (job.best !== undefined ? `, best of held-out rows ${short(job.log_density ?? job.best)} nats` : '')
      + (job.baseline !== undefined ? `, baseline ${short(job.baseline)} nats` : '')
      + (live && job.members > 1 ? `, ${job.members} flows` : '')
      + (live && job.seconds_left !== undefined ? `, at most ${duration(job.seconds_left)} left` : '')
      + (job.error ? ': ' + job.error : '');
    notes.replaceChildren(...job.notes.map((line) => h('li', {}, line)));
    if (job.state === 'done' && !after.childElementCount) {
      const name = encodeURIComponent(job.model);
      after.append(h('a', { class: 'button', href: address(job.model, 'file'), download: job.model + '.bijou' }, 'Download the model'),
        h('a', { class: 'button', href: `#/look?model=${name}&table=${job.table}` }, 'Look'),
        h('a', { class: 'button', href: `#/ask?model=${name}` }, 'Ask'),
        h('a', { class: 'button', href: `#/find?model=${name}&table=${job.table}` }, 'Find novelties'));
    }
    return live;
  }

  (async function follow() {
    while (!gone.aborted) {
      try {
        const all = await jobs();
        const live = draw(all.find((one) => one.id === fit.id));
        list(all);
        if (!live && !all.some(isLive)) return;
      } catch (error) {
        if (!gone.aborted) say(error.message);
        return;
      }
      await new Promise((wake) => setTimeout(wake, 500));
    }
  })();
}
