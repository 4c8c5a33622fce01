// Speaks the Runtime API over its unix socket. Keeps what it needs of Node for itself: the user's code may
// replace anything it can reach.
import { Agent, request } from 'node:http';

const NativePromise = Promise;
const socketPath = process.env.RUNTIME_API_SOCKET;
const BASE = '/2018-06-01/runtime';
const agent = new Agent({ keepAlive: true, maxSockets: 2 });

/** Opens a request; `done` settles with its answer's status, headers and body. */
export function open(method, path, headers = {}) {
  const outgoing = request({ socketPath, agent, method, path: BASE + path, headers });
  const done = new NativePromise((resolve, reject) => {
    outgoing.on('error', reject).on('response', async (answer) => {
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) });
    });
  });
  // A connection that is lost after the answer was given concerns nobody.
  done.catch(() => {});
  return { outgoing, done };
}

function post(path, body, headers = {}) {
  const bytes = Buffer.from(body);
  const { outgoing, done } = open('POST', path, {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...headers,
  });
  outgoing.end(bytes);
  return done;
}

export async function next() {
  const { outgoing, done } = open('GET', '/invocation/next');
  outgoing.end();
  return done;
}

export const respond = (id, body) => post(`/invocation/${id}/response`, body);

export const fail = (id, error) =>
  post(id === null ? '/init/error' : `/invocation/${id}/error`, JSON.stringify(error), {
    'lambda-runtime-function-error-type': error.errorType.replace(/[^\x20-\x7e]/g, '?'),
  });
