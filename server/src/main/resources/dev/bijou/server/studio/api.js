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
