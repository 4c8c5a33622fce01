import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Address, Container, Exit } from '../engine.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import { PORT } from './create.ts';
import { dockerUsage } from './usage.ts';

/** The daemon learns of an out-of-memory kill on another way than of the exit, sometimes a little later. */
const OOM_PATIENCE_MS = 200;

async function exitOf(container: Docker.Container): Promise<Exit> {
  try {
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    for (const end = performance.now() + OOM_PATIENCE_MS; ; await sleep(20)) {
      const { OOMKilled } = (await container.inspect()).State;
      if (OOMKilled || code !== 137 || performance.now() > end) return { code, outOfMemory: OOMKilled };
    }
  } catch {
    // The daemon went away, or someone else removed the container.
    return { code: null, outOfMemory: false };
  }
}

async function addressOf(container: Docker.Container, socketDirectory: string | null): Promise<Address> {
  if (socketDirectory !== null) return { socketPath: join(socketDirectory, SOCKET_NAME) };
  const { Ports } = (await container.inspect()).NetworkSettings;
  return { port: Number(Ports[PORT]?.[0]?.HostPort) };
}

/** Everything the container prints, both streams in one. Attached before the start, so that nothing is missed. */
async function attach(container: Docker.Container, print: (chunk: Buffer) => void): Promise<void> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      print(chunk);
      done();
    },
  });
  stream.on('error', () => {});
  container.modem.demuxStream(stream, sink, sink);
}

/** Starts a container that was created. `directory` is removed with it. */
export async function startDocker(
  container: Docker.Container,
  place: { id: string; directory: string; socketDirectory: string | null },
): Promise<Container> {
  const listeners: ((chunk: Buffer) => void)[] = [];
  await attach(container, (chunk) => {
    for (const listener of listeners) listener(chunk);
  });
  await container.start();
  const address = await addressOf(container, place.socketDirectory);
  const exited = exitOf(container);
  return {
    id: place.id,
    address,
    exited,
    onOutput: (listener) => void listeners.push(listener),
    // The engine would have to be asked each time, which costs more than the number is worth.
    memoryUsed: () => null,
    usage: () => dockerUsage(container),
    // It may have ended in this very moment: then there is nothing to signal.
    signal: (signal) =>
      container.kill({ signal }).then(
        () => {},
        () => {},
      ),
    async remove() {
      await container.remove({ force: true, v: true }).catch(() => {});
      await exited;
      await rm(place.directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
