import type { InstanceState, InvokeRequest } from '#lib/domain/execution/executor.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import type { Room } from '../../machine/admission.ts';
import type { EnvironmentGroup } from '../cgroup/group.ts';
import type { Outgoing } from '../protocol/messages.ts';
import type { Usage } from '../record/usage.ts';
import type { Sandbox } from '../sandbox/launch.ts';
import { Accounts } from './accounts.ts';
import { Dialogue, type Question } from './dialogue.ts';
import {
  type Ending,
  type Exit,
  endedByError,
  exited,
  initTimedOut,
  killed,
  machineShort,
  outOfMemory,
  sandboxFailed,
  timedOut,
  violated,
} from './ending.ts';
import type { Freezer } from './freezer.ts';
import { LazyFreeze } from './lazy-freeze.ts';
import type { Exchange } from './line.ts';
import { Output } from './output.ts';

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
  room: Room;
  /** Called once everything of the sandbox is gone from the machine. */
  release: () => void;
  changed: () => void;
  /** Called whenever it waits for a request again. */
  rested?: () => void;
}

const CODE_CACHE_LIMIT: Ms = 5_000;
const HEAP_EXHAUSTED = 'JavaScript heap out of memory';

const questionOf = (request: InvokeRequest, limit: Ms): Question => ({
  message: { type: 'invoke', request, timeoutMs: limit },
  limit,
  late: () => timedOut(limit),
});

/** One execution environment: a sandbox with the user's code loaded, serving one request at a time. */
export class Environment {
  readonly id: string;
  readonly startedAt: Ms;
  /** Resolves when no process, group or descriptor of it is left. */
  readonly gone: Promise<void>;
  state: InstanceState = 'starting';
  init: Ms | null = null;
  served = 0;
  readonly prestarted: boolean;
  /** It was ready and ended without being asked to. */
  endedItself = false;
  readonly #spec: EnvironmentSpec;
  readonly #sandbox: Sandbox;
  readonly #dialogue: Dialogue;
  readonly #output: Output;
  readonly #accounts: Accounts;
  readonly #freeze: LazyFreeze;
  /** Something was printed that the wrapper did not know of. */
  #prints = false;
  /** What it serves may be cancelled, which would end what comes behind it too. */
  #alone = false;
  #ending: Ending | null = null;

  constructor(spec: EnvironmentSpec, sandbox: Sandbox) {
    this.id = spec.id;
    this.startedAt = spec.startedAt;
    this.prestarted = spec.prestarted;
    this.#spec = spec;
    this.#sandbox = sandbox;
    this.#freeze = new LazyFreeze(spec.freezer);
    this.#accounts = new Accounts(spec.group);
    this.#output = new Output(sandbox, () => this.#printed());
    this.#dialogue = new Dialogue(sandbox, {
      over: (ending) => this.end(ending),
      log: () => this.#output.take(),
    });
    // A sandbox that dies while we write breaks the pipe; its end is reported by `close`.
    for (const stream of [sandbox.stdout, sandbox.stderr, sandbox.channel]) stream.on('error', () => {});
    spec.room.runs({ end: () => this.end(machineShort(spec.memory)), holds: () => this.memoryNow() });
    this.gone = this.#watchEnd();
  }

  /** Memory that would become free without it; null when this machine does not tell. */
  memoryNow(): Bytes | null {
    return this.#spec.group.memoryUsed();
  }

  /** When it was last looked at; null when this machine does not tell. */
  get memoryUsed(): Bytes | null {
    return this.#accounts.memoryUsed;
  }

  /** What it has used so far; once it has ended, what it had used when that was last looked at. */
  usage(): Usage {
    return this.#accounts.usage();
  }

  /** Waits until the code is loaded, for at most the init limit. */
  async load(): Promise<Exchange> {
    const limit = this.#spec.initTimeout;
    const asked = performance.now();
    const exchange = await this.#ask({ message: this.#spec.init, limit, late: () => initTimedOut(limit) });
    if ('message' in exchange && exchange.message.type === 'ready') {
      // When it said so; what it printed was waited for after that.
      this.init = asked - this.startedAt + exchange.elapsed;
      this.#spec.group.limitCpu(this.#spec.cpus);
    }
    return exchange;
  }

  /**
   * Sends one request; `limit` counts from now. Call only when it is not serving another one. `alone`: takes none
   * behind it.
   */
  async serve(request: InvokeRequest, limit: Ms, alone: boolean): Promise<Exchange> {
    this.#alone = alone;
    this.#output.listen(true);
    this.#move('busy');
    const exchange = await this.#ask(questionOf(request, limit));
    this.#served();
    return exchange;
  }

  /** Requests it has been given and has not answered. */
  get inLine(): number {
    return this.#dialogue.inLine;
  }

  /** While it serves a request, it takes another one that is to be next. */
  get takesNext(): boolean {
    return !this.#prints && !this.#alone && this.#dialogue.takesNext;
  }

  /**
   * Sends one request to be served after those before it; `limit` counts from its turn. Call only when `takesNext`.
   * Null when it was not begun: it is too long, or the one before it takes its time.
   */
  async serveNext(request: InvokeRequest, limit: Ms): Promise<Exchange | null> {
    const exchange = await this.#dialogue.askNext(questionOf(request, limit));
    if (exchange !== null) this.#served();
    return exchange;
  }

  #served(): void {
    this.served += 1;
    this.#spec.room.answered();
    this.#accounts.served();
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
    this.#output.listen(true);
    this.#move('busy');
    const exchange = await this.#ask({
      message: { type: 'code-cache' },
      limit: CODE_CACHE_LIMIT,
      late: killed,
    });
    if ('ending' in exchange) return null;
    if (exchange.message.type !== 'code-cache') this.end(violated('a message out of turn'));
    this.rest();
    return exchange.message.type === 'code-cache' ? exchange.message.files : null;
  }

  #printed(): void {
    if (this.state === 'idle') this.#output.listen(false);
    else if (this.init !== null) this.#prints = true;
  }

  /** Ends by an error that the code left behind, as the sandbox has said with its last answer. */
  endByError(): void {
    this.endedItself = true;
    this.end(endedByError());
  }

  /** Ends the sandbox now; a request being served is answered with `ending`. The first ending counts. */
  end(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#accounts.close();
    this.#ending = ending;
    this.#freeze.over();
    this.#sandbox.process.kill('SIGKILL');
    this.#dialogue.end(ending);
    this.#move('stopping');
  }

  #ask(question: Question): Promise<Exchange> {
    this.#freeze.wake();
    return this.#dialogue.ask(question);
  }

  async #watchEnd(): Promise<void> {
    // Nothing may outlive the launcher, not even what was being started when it was killed.
    this.#sandbox.process.once('exit', () => {
      this.#spec.group.killAll();
      this.#output.listen(true);
    });
    const exit = await new Promise<Exit>((resolve) => {
      this.#sandbox.process.once('close', (code, signal) => resolve({ code, signal }));
      this.#sandbox.process.once('error', () =>
        resolve({ code: null, signal: 'none: it was never started' }),
      );
    });
    if (this.#ending === null) this.endedItself = this.init !== null;
    this.end(this.#naturalEnd(exit));
    await this.#spec.group.remove();
    this.#spec.release();
    this.#move('stopped');
  }

  #naturalEnd(exit: Exit): Ending {
    const log = this.#output.peek();
    const killedFor = this.#spec.group.killedFor();
    if (killedFor === 'machine') return machineShort(this.#spec.memory);
    if (!this.#dialogue.alive) return sandboxFailed(exit, log);
    const outOf = killedFor !== null || log.includes(HEAP_EXHAUSTED);
    return outOf ? outOfMemory(this.#spec.memory) : exited(exit, this.init === null);
  }

  #move(state: InstanceState): void {
    if (this.state === state || this.state === 'stopped') return;
    this.state = state;
    this.#spec.changed();
  }
}
