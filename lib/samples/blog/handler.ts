import { answer } from './blog.ts';
import type { HttpAnswer, HttpEvent } from './event.ts';
import { openStore } from './store.ts';

// Opened once for each environment or replica and kept: a connection is dearer than a request.
const store = openStore();

/** The whole of what binds the blog to a platform: event in, answer out. */
export async function handler(event: HttpEvent): Promise<HttpAnswer> {
  const { method } = event.requestContext.http;
  const { status, value } = await answer({ method, path: event.rawPath, body: event.body ?? '' }, store);
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json' },
    body: value === null ? '' : JSON.stringify(value),
  };
}
