// Elements, without strings of HTML: what stands in a table is never taken for markup.

/** An element with attributes, listeners (onclick: …) and children. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'value') element.value = value;
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null && child !== false));
  return element;
}

/** A labelled control. */
export const field = (text, control) => h('label', {}, text, control);

/** A choice among words. */
export function choice(options, value, onchange, attributes) {
  const select = h('select', { ...attributes, onchange: (event) => onchange(event.target.value) },
    options.map((option) => h('option', { value: option }, option)));
  select.value = value;
  return select;
}

/** A line that is read out. */
export function say(text) {
  document.getElementById('status').textContent = text || '';
}

/** Saves bytes or text under a name. */
export function save(name, content, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** A number for people. */
export function short(value, digits = 4) {
  const number = Number(value);
  return Number.isFinite(number) && value !== '' && value !== null ? String(Number(number.toPrecision(digits))).replace(/^-/, '−') : String(value ?? '');
}

/** A duration for people. */
export function duration(seconds) {
  if (!(seconds >= 0)) return '';
  const whole = Math.round(seconds);
  return whole < 60 ? whole + ' s' : Math.floor(whole / 60) + ' min ' + String(whole % 60).padStart(2, '0') + ' s';
}
