// The API as measurements use it.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { ADMIN } from './start.js';

const POLL_MS = 250;
const CHUNK_CHARACTERS = 1 << 16;

/** One call of the API, in JSON; whatever it answers. */
export async function ask({ url, token }, method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

/** The body of an answer; anything but a 200 is an error. */
export async function call(api, method, path, body) {
  const answer = await ask(api, method, path, body);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** A bearer token, the administrator's unless told. */
export async function signIn(url, { username, password } = ADMIN) {
  return (await call({ url }, 'POST', '/auth/local', { user: username, password })).jwt;
}

/** Imports the lines of a CSV file, streamed. */
export async function importCsv({ url, token }, collection, lines) {
  const response = await fetch(`${url}/${collection}/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(inChunks(lines))),
    duplex: 'half',
  });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(`${collection}: ${JSON.stringify(answer)}`);
  return answer;
}

function* inChunks(lines) {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length > CHUNK_CHARACTERS) {
      yield Buffer.from(text);
      text = '';
    }
  }
  yield Buffer.from(text);
}

/** Trains and waits for the end. */
export async function train(api, body) {
  const { id } = await call(api, 'POST', '/trainings', body);
  for (;;) {
    const training = await call(api, 'GET', `/trainings/${id}`);
    if (training.status === 'succeeded') return training;
    if (training.error !== null) throw new Error(training.error);
    await sleep(POLL_MS);
  }
}
