import { createServer } from 'node:http';

/**
 * The trivial server that all generators run against, as a process of its own. `node server.ts [stall]`:
 * with `stall` it holds every answer back for 2 s once, just before 30 s after its first request.
 */
const stalls = process.argv[2] === 'stall';
/** A little before the request that is due at 30 s, which is so the first to meet it. */
const STALL_AFTER_MS = 29_990;
const STALL_MS = 2000;
let first: number | null = null;

const server = createServer((_request, response) => {
  first ??= performance.now();
  const since = performance.now() - first - STALL_AFTER_MS;
  const hold = stalls && since >= 0 && since < STALL_MS ? STALL_MS - since : 0;
  const answer = () => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '2' });
    response.end('ok');
  };
  if (hold > 0) setTimeout(answer, hold);
  else answer();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
