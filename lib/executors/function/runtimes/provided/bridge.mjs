// Carries bytes between the address and the socket of the Runtime API, where socat is not at hand.
import { connect, createServer } from 'node:net';

const [host, port, socket] = process.argv.slice(2);
createServer((incoming) => {
  const outgoing = connect(socket);
  incoming.setNoDelay(true);
  incoming.on('error', () => outgoing.destroy()).pipe(outgoing);
  outgoing.on('error', () => incoming.destroy()).pipe(incoming);
}).listen(Number(port), host);
