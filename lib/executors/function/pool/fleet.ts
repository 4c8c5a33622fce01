import type { InstanceSnapshot } from '#lib/domain/execution/executor.ts';
import type { StartKind } from '#lib/domain/functions/billing.ts';
import type { Ms } from '#lib/domain/units.ts';
import { admission, type Idle } from '../../machine/admission.ts';
import type { Result } from './faults.ts';
import type { FunctionEnvironment } from './function-environment.ts';

export interface FleetSpec {
  start: (provisioned: boolean, changed: () => void) => Promise<FunctionEnvironment>;
  /** How long the environment that goes idle now is kept. */
  keepAlive: () => Ms;
  /** How long loading the code may take; AWS Lambda allows 10 s. */
  initTimeout: Ms;
  /** The same ahead of requests. */
  initTimeoutAhead: Ms;
  changed?: () => void;
}

export interface Taken {
  environment: FunctionEnvironment;
  start: Exclude<StartKind, 'cold'>;
}

/** Environments that are kept loaded: how many were asked for, are loaded, wait for a request. */
export interface Provisioned {
  requested: number;
  allocated: number;
  available: number;
  /** No more are tried: the code does not load. */
  failed: boolean;
}

const ENDED: Result = {
  outcome: 'unavailable',
  fault: null,
  problem: {
    code: 'deployment-disposed',
    owner: 'ours',
    message: 'The version was taken down while the request was served.',
    remedy: 'Send the request again.',
  },
};
/** An environment that cannot load its code is not started again and again. */
const PROVISION_TRIES = 3;

/** The environments of one version. */
export class Fleet implements AsyncDisposable {
  readonly #spec: FleetSpec;
  readonly #all = new Set<FunctionEnvironment>();
  /** Idle ones, the one used last at the end, each with the timer that reaps it; provisioned ones have none. */
  readonly #idle = new Map<FunctionEnvironment, NodeJS.Timeout | undefined>();
  #provisioned = 0;
  #failedProvisions = 0;
  #filling: Promise<void> = Promise.resolve();
  #closed = false;
  readonly #keepIdle = admission.onShortage(() => this.#idleOnes());

  constructor(spec: FleetSpec) {
    this.#spec = spec;
  }

  /** The environment used last, so that the others can be reaped; null when none is idle. */
  take(): Taken | null {
    const environment = [...this.#idle.keys()].findLast(({ state }) => state === 'idle');
    if (environment === undefined) return null;
    this.#forgetIdle(environment);
    const unused = environment.provisioned && environment.served === 0;
    return { environment, start: unused ? 'pre-warmed' : 'warm' };
  }

  /** A new one, not loaded yet. @throws CrossoverError when no sandbox can be started. */
  async add(provisioned = false): Promise<FunctionEnvironment> {
    const environment = await this.#spec.start(provisioned, () => this.#spec.changed?.());
    this.#all.add(environment);
    void environment.gone.then(() => {
      this.#forgetIdle(environment);
      this.#all.delete(environment);
      this.#spec.changed?.();
      if (environment.provisioned) void this.#fill();
    });
    if (this.#closed) environment.end(ENDED);
    this.#spec.changed?.();
    return environment;
  }

  /** Freezes it until it is taken again or its keep-alive is over. */
  giveBack(environment: FunctionEnvironment): void {
    if (!this.#all.has(environment) || environment.state === 'stopping') return;
    if (this.#closed) {
      environment.end(ENDED);
      return;
    }
    const timer = environment.provisioned
      ? undefined
      : setTimeout(() => this.#reap(environment), this.#spec.keepAlive());
    this.#idle.set(environment, timer);
    environment.rest();
  }

  /** From now on so many are kept loaded; resolves when they are, or cannot be. Gives how many there are. */
  async provision(count: number): Promise<number> {
    this.#provisioned = count;
    this.#failedProvisions = 0;
    for (const surplus of this.#ofProvision().slice(count)) {
      // A busy one goes on as an ordinary one would; an idle one is not needed any more.
      if (this.#forgetIdle(surplus)) surplus.end(ENDED);
    }
    await this.#fill();
    return this.#ofProvision().filter(({ init }) => init !== null).length;
  }

  provisioned(): Provisioned {
    const ready = this.#ofProvision().filter(({ init }) => init !== null);
    const available = ready.filter(({ state }) => state === 'idle').length;
    const failed = this.#failedProvisions >= PROVISION_TRIES;
    return { requested: this.#provisioned, allocated: ready.length, available, failed };
  }

  #ofProvision(): FunctionEnvironment[] {
    return [...this.#all].filter(
      ({ provisioned, state }) => provisioned && state !== 'stopping' && state !== 'stopped',
    );
  }

  #fill(): Promise<void> {
    this.#filling = this.#filling.then(() => this.#fillNow());
    return this.#filling;
  }

  async #fillNow(): Promise<void> {
    while (
      !this.#closed &&
      this.#ofProvision().length < this.#provisioned &&
      this.#failedProvisions < PROVISION_TRIES
    ) {
      const environment = await this.add(true).catch(() => null);
      const loaded = await environment?.load(this.#spec.initTimeoutAhead);
      if (environment && loaded?.result.outcome === 'ok') this.giveBack(environment);
      else this.#failedProvisions += 1;
    }
  }

  #reap(environment: FunctionEnvironment): void {
    if (this.#forgetIdle(environment)) environment.end(ENDED);
  }

  /** May make room for another sandbox when the machine is short. Provisioned ones stay, as was asked for. */
  #idleOnes(): Idle[] {
    return [...this.#idle.keys()]
      .filter(({ state, provisioned }) => state === 'idle' && !provisioned)
      .map((environment) => ({
        memory: environment.memoryNow(),
        end: () => {
          this.#reap(environment);
          return environment.gone;
        },
      }));
  }

  #forgetIdle(environment: FunctionEnvironment): boolean {
    clearTimeout(this.#idle.get(environment));
    return this.#idle.delete(environment);
  }

  instances(): InstanceSnapshot[] {
    return [...this.#all].map((environment) => environment.snapshot());
  }

  /** Lets what is being served finish, ends the rest. */
  retire(): void {
    this.#closed = true;
    this.#keepIdle();
    for (const environment of [...this.#idle.keys()]) this.#reap(environment);
  }

  /** Resolves when the last environment is gone. */
  async empty(): Promise<void> {
    await this.#filling;
    while (this.#all.size > 0) await Promise.all([...this.#all].map(({ gone }) => gone));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.retire();
    const all = [...this.#all];
    for (const environment of all) environment.end(ENDED);
    await Promise.all([this.#filling, ...all.map(({ gone }) => gone)]);
  }
}
