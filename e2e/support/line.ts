import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** A network line to the product that can be cut in the middle of a sentence and mended. */
export interface Line {
  /** The product, reached through this line. */
  url: string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/**
 * A plain TCP relay on loopback. The browser's own "offline" leaves streams alone that are open
 * already; a cut line ends them as a lost network does.
 */
export async function openLine(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let whole = true;
  const track = (socket: Socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  };
  const server = createServer((socket) => {
    track(socket);
    if (!whole) return void socket.destroy();
    const onward = connect(Number(port), hostname);
    track(onward);
    socket.pipe(onward).pipe(socket);
    socket.once('close', () => onward.destroy());
    onward.once('close', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      whole = false;
      drop();
    },
    mend() {
      whole = true;
    },
    close() {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
