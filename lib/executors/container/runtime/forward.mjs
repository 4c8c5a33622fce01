// Joins a unix socket of this machine with a port in the network namespace it is started in (by nsenter), so
// that a server inside, which can only listen on a port, is reached without any network. Plain JavaScript
// without dependencies; one a replica. Usage: forward.mjs SOCKET PORT. Ends when its standard input closes.
import { connect, createServer } from 'node:net';

const [, , path, port] = process.argv;

const server = createServer({ allowHalfOpen: true }, (near) => {
  const far = connect({ host: '127.0.0.1', port: Number(port), allowHalfOpen: true, noDelay: true });
  near.pipe(far);
  far.pipe(near);
  near.on('error', () => far.destroy());
  far.on('error', () => near.destroy());
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroySoon());
});
server.listen({ path, backlog: 511 });
process.stdin.on('error', () => process.exit(0));
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();
