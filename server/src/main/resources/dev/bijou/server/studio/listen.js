// A text, said.
import { h, field, say } from './dom.js';
import { send } from './api.js';
import { go } from './app.js';

export default async function (room, params, gone) {
  const text = h('textarea', { maxlength: 20000, value: params.get('text') || 'The flow maps noise to speech, and nobody has said this before.' });
  const number = (name, usual, attributes) => h('input', { type: 'number', value: params.get(name) || usual, ...attributes });
  const temperature = number('temperature', 0.25, { min: 0, max: 2, step: 0.05 });
  const rhythm = number('rhythm', 0, { min: 0, max: 2, step: 0.1 });
  const pace = number('pace', 1, { min: 0.3, max: 3, step: 0.1 });
  const seed = number('seed', 0, { min: 0, step: 1 });
  const speak = h('button', { class: 'first', onclick: start }, 'Say it');
  const sound = h('audio', { controls: true, 'aria-label': 'What was said' });
  const picture = h('img', { class: 'wide', alt: '', hidden: true });
  const words = h('p', { class: 'soft', 'aria-live': 'polite' });
  room.append(h('div', { class: 'panel' }, field('Text, in English', text),
    h('div', { class: 'bar' }, field('Temperature', temperature), field('Rhythm', rhythm), field('Pace', pace), field('Seed', seed), speak)), words, sound, picture);

  async function start() {
    const wish = { text: text.value, temperature: Number(temperature.value), rhythm: Number(rhythm.value), pace: Number(pace.value), seed: Number(seed.value) };
    go('listen', { text: wish.text.length > 500 ? '' : wish.text, temperature: wish.temperature, rhythm: wish.rhythm, pace: wish.pace, seed: wish.seed }, true);
    speak.disabled = true;
    words.textContent = 'speaking …';
    const begun = performance.now();
    try {
      const bytes = await (await send('/v1/speak', wish, '*/*', gone)).arrayBuffer();
      const wav = new DataView(bytes); // its length was not known when it began
      wav.setUint32(4, bytes.byteLength - 8, true);
      wav.setUint32(40, bytes.byteLength - 44, true);
      sound.src = URL.createObjectURL(new Blob([bytes], { type: 'audio/wav' }));
      const seconds = (bytes.byteLength - 44) / 2 / wav.getUint32(24, true);
      words.textContent = `${seconds.toFixed(1)} s of speech in ${((performance.now() - begun) / 1000).toFixed(1)} s`;
      sound.play().catch(() => {});
      const image = await (await send('/v1/spectrogram', wish, '*/*', gone)).blob();
      picture.src = URL.createObjectURL(image);
      picture.alt = 'Spectrogram of what was said, with its phones where they begin';
      picture.hidden = false;
      say('');
    } catch (error) {
      words.textContent = '';
      if (!gone.aborted) say(error.message);
    }
    speak.disabled = false;
  }
}
