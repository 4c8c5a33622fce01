import { createServer, type ServerResponse } from 'node:http';
import { eventStream } from '#lib/server/live/event-stream.ts';

/** The product's event streams behind a plain HTTP server, as a process of its own. */
const server = createServer((incoming, outgoing) => {
  const leaving = new AbortController();
  outgoing.once('close', () => leaving.abort());
  const headers = new Headers();
  const last = incoming.headers['last-event-id'];
  if (typeof last === 'string') headers.set('last-event-id', last);
  const request = new Request(`http://127.0.0.1${incoming.url}`, { headers, signal: leaving.signal });
  const response = eventStream(request, 'bench');
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  void pump(response, outgoing).catch(() => outgoing.destroy());
});

async function pump(response: Response, outgoing: ServerResponse): Promise<void> {
  for await (const chunk of response.body ?? []) outgoing.write(chunk);
  outgoing.end();
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('message', () => process.send?.({ rss: process.memoryUsage.rss(), cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit(0));
