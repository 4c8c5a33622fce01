import type { InstanceState, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import type { EnvironmentGroup } from '../cgroup/group.ts';
import { encodeFrame, FrameReader, ProtocolViolation } from '../protocol/frames.ts';
import { LogBuffer } from '../protocol/log-buffer.ts';
import { type Incoming, type Outgoing, readIncoming } from '../protocol/messages.ts';
import type { Usage } from '../record/usage.ts';
import type { Sandbox } from '../sandbox/launch.ts';
import { Alarm } from './alarm.ts';
import {
  type Ending,
  type Exit,
  exited,
  initTimedOut,
  killed,
  outOfMemory,
  sandboxFailed,
  timedOut,
  violated,
} from './ending.ts';
import type { Freezer } from './freezer.ts';
import { LazyFreeze } from './lazy-freeze.ts';

export interface EnvironmentSpec {
  id: string;
  /** Before anything of it was made; init counts from here. */
  startedAt: Ms;
  memory: MiB;
  /** CPUs the environment may use once its code is loaded. */
  cpus: number;
  initTimeout: Ms;
  /** Its sandbox was started before anyone asked for it, so its init is not the one of a cold start. */
  prestarted: boolean;
  init: Extract<Outgoing, { type: 'init' }>;
  group: EnvironmentGroup;
  freezer: Freezer;
  /** Called once everything of the sandbox is gone from the machine. */
  release: () => void;
  changed: () => void;
  /** Called whenever it waits for a request again. */
  rested?: () => void;
}

/** What came of one exchange with the sandbox. */
export type Exchange =
  | { message: Incoming; elapsed: Ms; log: string }
  | { ending: Ending; elapsed: Ms; log: string };

interface Waiting {
  id: string | null;
  since: Ms;
  late: Ending;
  settle: (exchange: Exchange) => void;
}

const CODE_CACHE_LIMIT: Ms = 5_000;
const MEMORY_READ_EVERY: Ms = 1_000;
const HEAP_EXHAUSTED = 'JavaScript heap out of memory';

/** One execution environment: a sandbox with the user's code loaded, serving one request at a time. */
export class Environment {
  readonly id: string;
  readonly startedAt: Ms;
  /** Resolves when no process, group or descriptor of it is left. */
  readonly gone: Promise<void>;
  state: InstanceState = 'starting';
  init: Ms | null = null;
  served = 0;
  memoryUsed: Bytes | null = null;
  readonly prestarted: boolean;
  readonly #spec: EnvironmentSpec;
  readonly #sandbox: Sandbox;
  readonly #log = new LogBuffer();
  readonly #frames = new FrameReader();
  readonly #freeze: LazyFreeze;
  readonly #limit = new Alarm(() => this.#late());
  #requests = 0;
  #alive = false;
  #listening = true;
  #waiting: Waiting | null = null;
  #ending: Ending | null = null;
  #memoryReadAt: Ms = Number.NEGATIVE_INFINITY;
  #usage: Usage = { cpuTime: null, peakMemory: null };

  constructor(spec: EnvironmentSpec, sandbox: Sandbox) {
    this.id = spec.id;
    this.startedAt = spec.startedAt;
    this.prestarted = spec.prestarted;
    this.#spec = spec;
    this.#sandbox = sandbox;
    this.#freeze = new LazyFreeze(spec.freezer);
    for (const stream of [sandbox.stdout, sandbox.stderr]) {
      stream.on('data', (chunk: Buffer) => this.#printed(chunk));
    }
    sandbox.channel.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A sandbox that dies while we write breaks the pipe; its end is reported by `close`.
    for (const stream of [sandbox.stdout, sandbox.stderr, sandbox.channel]) stream.on('error', () => {});
    this.gone = this.#watchEnd();
  }

  /** Waits until the code is loaded, for at most the init limit. */
  async load(): Promise<Exchange> {
    const limit = this.#spec.initTimeout;
    const asked = performance.now();
    const exchange = await this.#exchange(this.#spec.init, null, limit, initTimedOut(limit));
    if ('message' in exchange && exchange.message.type === 'ready') {
      // When it said so; what it printed was waited for after that.
      this.init = asked - this.startedAt + exchange.elapsed;
      this.#spec.group.limitCpu(this.#spec.cpus);
    }
    return exchange;
  }

  /** Sends one request; `limit` counts from now. Call only when it is not serving another one. */
  async serve(request: InvokeRequest, limit: Ms): Promise<Exchange> {
    this.#requests += 1;
    const id = String(this.#requests);
    this.#listen(true);
    this.#move('busy');
    const message: Outgoing = { type: 'invoke', id, request, timeoutMs: limit };
    const exchange = await this.#exchange(message, id, limit, timedOut(limit));
    this.served += 1;
    this.#readMemory();
    return exchange;
  }

  /** Back to waiting for a request. */
  rest(): void {
    if (this.#ending !== null) return;
    this.#move('idle');
    this.#freeze.idle();
    this.#spec.rested?.();
  }

  /** V8's cached data of what has run so far, while it is idle; null when it gives none. Serves nothing meanwhile. */
  async codeCache(): Promise<ReadonlyMap<string, Buffer> | null> {
    if (this.state !== 'idle') return null;
    this.#listen(true);
    this.#move('busy');
    const exchange = await this.#exchange({ type: 'code-cache' }, null, CODE_CACHE_LIMIT, killed());
    if ('ending' in exchange) return null;
    if (exchange.message.type !== 'code-cache') this.end(violated('a message out of turn'));
    this.rest();
    return exchange.message.type === 'code-cache' ? exchange.message.files : null;
  }

  /** A process that prints while nothing is asked of it is left waiting from then on: reading it costs the engine. */
  #printed(chunk: Buffer): void {
    this.#log.write(chunk);
    if (this.state === 'idle') this.#listen(false);
  }

  #listen(listen: boolean): void {
    if (this.#listening === listen) return;
    this.#listening = listen;
    for (const stream of [this.#sandbox.stdout, this.#sandbox.stderr]) {
      if (listen) stream.resume();
      else stream.pause();
    }
  }

  /** Ends the sandbox now; a request being served is answered with `ending`. The first ending counts. */
  end(ending: Ending): void {
    if (this.#ending !== null) return;
    this.usage();
    this.#ending = ending;
    this.#freeze.over();
    this.#limit.close();
    this.#sandbox.process.kill('SIGKILL');
    this.#settle({ ending });
    this.#move('stopping');
  }

  #exchange(message: Outgoing, id: string | null, limit: Ms, late: Ending): Promise<Exchange> {
    this.#freeze.wake();
    return new Promise((settle) => {
      this.#limit.set(limit);
      this.#waiting = { id, since: performance.now(), late, settle };
      if (this.#ending !== null) this.#settle({ ending: this.#ending });
      else this.#sandbox.channel.write(encodeFrame(message));
    });
  }

  #late(): void {
    if (this.#waiting !== null) this.end(this.#waiting.late);
  }

  #settle(result: { message: Incoming } | { ending: Ending }): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    this.#limit.off();
    const elapsed = performance.now() - waiting.since;
    // The same turn of the loop still delivers what was printed before the reply was written.
    setImmediate(() => waiting.settle({ ...result, elapsed, log: this.#log.take() }));
  }

  #receive(chunk: Buffer): void {
    if (this.#ending !== null) return;
    try {
      for (const frame of this.#frames.push(chunk)) this.#accept(readIncoming(frame));
    } catch (error) {
      this.end(violated(error instanceof ProtocolViolation ? error.message : 'something unreadable'));
    }
  }

  /** Only the message that is due is taken; a reply nobody asked for is a forgery. */
  #accept(message: Incoming): void {
    const waiting = this.#waiting;
    if (message.type === 'started' && !this.#alive) {
      this.#alive = true;
      return;
    }
    if (waiting === null) throw new ProtocolViolation('a message nobody asked for');
    const due = 'id' in message ? message.id === waiting.id : waiting.id === null;
    if (!due) throw new ProtocolViolation('an answer to another request');
    this.#settle({ message });
  }

  async #watchEnd(): Promise<void> {
    // Nothing may outlive the launcher, not even what was being started when it was killed.
    this.#sandbox.process.once('exit', () => {
      this.#spec.group.killAll();
      this.#listen(true);
    });
    const exit = await new Promise<Exit>((resolve) => {
      this.#sandbox.process.once('close', (code, signal) => resolve({ code, signal }));
      this.#sandbox.process.once('error', () =>
        resolve({ code: null, signal: 'none: it was never started' }),
      );
    });
    this.end(this.#naturalEnd(exit));
    await this.#spec.group.remove();
    this.#spec.release();
    this.#move('stopped');
  }

  #naturalEnd(exit: Exit): Ending {
    const log = this.#log.peek();
    if (!this.#alive) return sandboxFailed(exit, log);
    const outOf = (this.#spec.group.oomKills() ?? 0) > 0 || log.includes(HEAP_EXHAUSTED);
    return outOf ? outOfMemory(this.#spec.memory) : exited(exit, this.init === null);
  }

  /** What it has used so far; once it has ended, what it had used when that was last looked at. */
  usage(): Usage {
    if (this.#ending !== null) return this.#usage;
    const { cpuTime, peakMemory } = this.#spec.group.usage();
    // After a crash the group may be empty already: what was known stays.
    this.#usage = {
      cpuTime: cpuTime ?? this.#usage.cpuTime,
      peakMemory: peakMemory ?? this.#usage.peakMemory,
    };
    return this.#usage;
  }

  #readMemory(): void {
    const now = performance.now();
    if (now - this.#memoryReadAt < MEMORY_READ_EVERY || this.#ending !== null) return;
    this.#memoryReadAt = now;
    this.memoryUsed = this.#spec.group.memoryUsed();
  }

  #move(state: InstanceState): void {
    if (this.state === state || this.state === 'stopped') return;
    this.state = state;
    this.#spec.changed();
  }
}
