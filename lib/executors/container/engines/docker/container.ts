import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { KilledFor } from '../../../machine/kills.ts';
import type { Program } from '../../image/program.ts';
import type { Container, Exit } from '../engine.ts';
import { forwardSocket, startForward } from '../forward.ts';
import { SOCKET_NAME } from '../socket-directory.ts';
import { End } from './end.ts';
import type { DockerGroup, Told } from './group.ts';
import type { Publishing, Reached } from './publishing.ts';
import { dockerUsage } from './usage.ts';

/** The daemon learns of an out-of-memory kill on another way than of the exit, sometimes a little later. */
const OOM_PATIENCE_MS = 200;

/** What it printed last is read a moment after its end; on a busy machine that takes longer. */
const OUTPUT_PATIENCE_MS = 2_000;

async function exitOf(container: Docker.Container, group: DockerGroup | null): Promise<Exit> {
  try {
    const { StatusCode: code } = (await container.wait()) as { StatusCode: number };
    for (const end = performance.now() + OOM_PATIENCE_MS; ; await sleep(20)) {
      const { OOMKilled: said } = (await container.inspect()).State;
      if (said || code !== 137 || performance.now() > end)
        return { code, killedFor: wantOf(group, { code, said }) };
    }
  } catch {
    // The daemon went away, or someone else removed the container.
    return { code: null, killedFor: null };
  }
}

/** Without a group of ours Docker's word has to do. */
const wantOf = (group: DockerGroup | null, told: Told): KilledFor | null =>
  group === null ? (told.said ? 'own-limit' : null) : group.killedFor(told);

/** Where a container's things are; `socketDirectory` is null where requests go to a published port. */
export interface Place {
  id: string;
  directory: string;
  socketDirectory: string | null;
  /** Null where it is in none of ours. */
  group: DockerGroup | null;
}

/** A port at which nobody listens, for what is not reachable any more. */
const NOWHERE = 9;

/** Our wrapper's socket, a socket joined with an own server's port, or a published port. */
async function reach(
  container: Docker.Container,
  place: Place,
  program: Program,
  publishing: Publishing,
): Promise<Reached> {
  const { directory, socketDirectory } = place;
  const stop = () => {};
  if (socketDirectory !== null && program.kind === 'wrapper') {
    return { address: { socketPath: join(socketDirectory, SOCKET_NAME) }, stop };
  }
  const { NetworkSettings, State } = await container.inspect();
  if (socketDirectory === null) {
    // A process that has ended already has no port either: its end is told in another way.
    const port = Number(NetworkSettings.Ports[`${program.port}/tcp`]?.[0]?.HostPort ?? 0);
    return port > 0 ? publishing.reach(port, directory) : { address: { port: NOWHERE }, stop };
  }
  const address = { socketPath: forwardSocket(directory) };
  // A process that has ended already has no pid: its end is told in another way.
  return { address, stop: State.Pid > 0 ? startForward(State.Pid, program.port, directory) : stop };
}

/**
 * Everything the container prints, both streams in one. Attached before the start, so that nothing is missed.
 * `over` settles when nothing more will come.
 */
async function attach(
  container: Docker.Container,
  print: (chunk: Buffer) => void,
): Promise<{ over: Promise<void> }> {
  const stream = await container.attach({ stream: true, stdout: true, stderr: true });
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      print(chunk);
      done();
    },
  });
  const over = new Promise<void>((resolve) => {
    for (const end of ['end', 'close', 'error']) stream.once(end, () => resolve());
  });
  stream.on('error', () => {});
  container.modem.demuxStream(stream, sink, sink);
  return { over };
}

/** Who is told what is printed. What comes before anybody listens waits: a quick program prints while we still ask about it. */
export class Listeners {
  readonly #all: ((chunk: Buffer) => void)[] = [];
  readonly #early: Buffer[] = [];

  tell(chunk: Buffer): void {
    if (this.#all.length === 0) this.#early.push(chunk);
    for (const listener of this.#all) listener(chunk);
  }

  add(listener: (chunk: Buffer) => void): void {
    this.#all.push(listener);
    for (const chunk of this.#early.splice(0)) listener(chunk);
  }
}

/** Starts a container that was created. `directory` is removed with it. */
export async function startDocker(
  container: Docker.Container,
  place: Place,
  program: Program,
  publishing: Publishing,
): Promise<Container> {
  const output = new Listeners();
  const { over } = await attach(container, (chunk) => output.tell(chunk));
  await container.start();
  place.group?.started(container.id);
  const { address, stop } = await reach(container, place, program, publishing);
  // What was printed travels another way than the end: whoever is told of the end wants to read it.
  const end = new End(exitOf(container, place.group));
  const exited = end.exited.then(async (exit) => {
    await Promise.race([over, sleep(OUTPUT_PATIENCE_MS, undefined, { ref: false })]);
    return exit;
  });
  return {
    id: place.id,
    address,
    exited,
    onOutput: (listener) => output.add(listener),
    // The engine would have to be asked each time, which costs more than the number is worth.
    memoryUsed: () => null,
    usage: () => dockerUsage(container, (told) => wantOf(place.group, told) !== null),
    // It may have ended in this very moment: then there is nothing to signal.
    signal: (signal) =>
      container.kill({ signal }).then(
        () => {},
        () => {},
      ),
    async remove() {
      stop();
      await container.remove({ force: true, v: true }).catch(() => {});
      await end.removed();
      await exited;
      place.group?.remove();
      await rm(place.directory, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
