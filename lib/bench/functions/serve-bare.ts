// A bare node:http server with the answer of the benchmark's function: the most that Node's own server can do.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWER } from './workload.ts';

const body = JSON.stringify(ANSWER);
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`),
);
process.once('SIGTERM', () => process.exit(0));
