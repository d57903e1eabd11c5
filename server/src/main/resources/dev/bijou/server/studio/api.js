// The calls of the service. The page uses nothing else.

async function answer(response) {
  if (response.ok) return response;
  let detail = 'the service answered ' + response.status;
  try {
    detail = (await response.json()).detail || detail;
  } catch (e) { /* no problem in JSON */ }
  throw new Error(detail);
}

/** GET, answered by JSON. */
export const get = async (path, signal) => (await answer(await fetch(path, { signal }))).json();

/** POST of JSON, as a response. */
export const send = async (path, body, accept, signal) => answer(await fetch(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Accept: accept || 'application/json' },
  body: JSON.stringify(body),
  signal,
}));

/** POST of JSON, answered by JSON. */
export const post = async (path, body, signal) => (await send(path, body, 'application/json', signal)).json();

/** POST of JSON, answered by parts of a text as they come. */
async function* parts(path, body, accept, signal) {
  const reader = (await send(path, body, accept, signal)).body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** POST of JSON, answered by JSON of rows; tells how many of them have come by how often a mark has. */
export async function counted(path, body, mark, told, signal) {
  const all = [];
  let count = 0;
  for await (const part of parts(path, body, 'application/json', signal)) {
    all.push(part);
    count += part.split(mark).length - 1;
    told(count);
  }
  return JSON.parse(all.join(''));
}

/** POST of JSON, answered by lines of JSON, each of which is passed on. */
export async function lines(path, body, take, signal) {
  let rest = '';
  for await (const part of parts(path, body, 'application/x-ndjson', signal)) {
    const whole = (rest + part).split('\n');
    rest = whole.pop();
    whole.forEach((line) => take(JSON.parse(line)));
  }
}

/** POST of a file. */
export const upload = async (path, file) => (await answer(await fetch(path, { method: 'POST', body: file }))).json();

/** DELETE. */
export const remove = async (path) => answer(await fetch(path, { method: 'DELETE' }));

/** Two columns of a table as numbers. */
export async function floats(table, x, y) {
  const response = await answer(await fetch(`/v1/tables/${table}/floats?x=${encodeURIComponent(x)}&y=${encodeURIComponent(y)}`));
  const all = new Float32Array(await response.arrayBuffer());
  return { x: all.subarray(0, all.length / 2), y: all.subarray(all.length / 2) };
}

/** The address of a call of a model. */
export const model = (name, call) => `/v1/models/${encodeURIComponent(name)}` + (call ? '/' + call : '');
