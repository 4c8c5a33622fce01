import type { InstanceSnapshot, InstanceState } from '#lib/domain/execution/executor.ts';
import { FUNCTION_LIMITS } from '#lib/domain/functions/limits.ts';
import {
  type InitPhase,
  initReportLine,
  initStartLine,
  startLine,
} from '#lib/domain/functions/report-line.ts';
import type { Bytes, MiB, Ms } from '#lib/domain/units.ts';
import { InvocationLog } from '../record/log.ts';
import type { Usage } from '../record/usage.ts';
import type { Delivery } from '../runtime-api/messages.ts';
import { RuntimeApi } from '../runtime-api/server.ts';
import {
  exitResult,
  FINE,
  lateResult,
  type Result,
  reportedResult,
  shortResult,
  timeoutLine,
} from './faults.ts';
import { type ProcessSpec, SandboxProcess } from './sandbox-process.ts';

export interface EnvironmentPlan {
  process: Omit<ProcessSpec, 'output'>;
  socketPath: string;
  version: string;
  runtimeTitle: string;
  memory: MiB;
  provisioned: boolean;
  changed: () => void;
}

/** Where the pieces of an answer go; a promise holds the function back until they were taken. */
export type AnswerSink = (piece: Buffer, streamed: boolean, contentType: string) => Promise<void> | void;

export interface Exchange {
  result: Result;
  duration: Ms;
  usage: Usage;
  log: InvocationLog;
}

interface Pending {
  requestId: string | null;
  since: Ms;
  timer: NodeJS.Timeout;
  sink: AnswerSink;
  /** Set when the answer is complete; the runtime's next request ends the invocation. */
  result: Result | null;
  settle: (result: Result) => void;
}

const NOWHERE: AnswerSink = () => {};

/**
 * One execution environment that speaks the Runtime API: loaded once, then one event at a time. Between two
 * events every process in it stands still.
 */
export class FunctionEnvironment {
  readonly id: string;
  readonly startedAt: Ms;
  readonly provisioned: boolean;
  /** Resolves when nothing of it is left. */
  readonly gone: Promise<void>;
  state: InstanceState = 'starting';
  init: Ms | null = null;
  served = 0;
  /** CPU time of all its processes, as of the end of its last exchange. */
  cpuTime: Ms = 0;
  readonly #plan: EnvironmentPlan;
  readonly #api: RuntimeApi;
  readonly #process: SandboxProcess;
  #log = new InvocationLog();
  #pending: Pending | null = null;
  #ready = false;

  /** @throws CrossoverError when no sandbox can be started. */
  static async start(plan: EnvironmentPlan): Promise<FunctionEnvironment> {
    const { synchronousPayloadBytes: buffered, streamedBytes: streamed } = FUNCTION_LIMITS;
    let environment: FunctionEnvironment | undefined;
    const tell = (what: (environment: FunctionEnvironment) => Promise<void> | void): Promise<void> | void => {
      if (environment !== undefined) return what(environment);
    };
    const api = new RuntimeApi(
      plan.socketPath,
      {
        next: () => void tell((it) => it.#onNext()),
        initFault: (fault) => void tell((it) => it.end(reportedResult(fault, true))),
        piece: (bytes, streamed, type) => tell((it) => it.#pending?.sink(bytes, streamed, type)),
        answered: (fault) =>
          void tell((it) => it.#onAnswered(fault === null ? FINE : reportedResult(fault, false))),
      },
      { buffered, streamed },
    );
    await api.listen();
    try {
      environment = new FunctionEnvironment(plan, api);
      return environment;
    } catch (error) {
      api.close();
      throw error;
    }
  }

  private constructor(plan: EnvironmentPlan, api: RuntimeApi) {
    this.#plan = plan;
    this.#api = api;
    this.id = plan.process.id;
    this.provisioned = plan.provisioned;
    this.#log.write(initStartLine(plan.runtimeTitle));
    this.#process = new SandboxProcess({ ...plan.process, output: (chunk) => this.#log.write(chunk) });
    this.startedAt = this.#process.startedAt;
    this.#process.onShort(() => this.end(shortResult(plan.memory, this.#pending?.requestId ?? null)));
    this.gone = this.#watchEnd();
  }

  /** Waits until the runtime asks for its first event, for at most `limit`; it has all the CPU meanwhile. */
  async load(limit: Ms, phase: InitPhase = 'init'): Promise<Exchange> {
    const exchange = await this.#exchange(null, limit, NOWHERE, () => {
      if (this.#ready) this.#onNext();
    });
    if (exchange.result.outcome === 'ok') {
      this.init = performance.now() - this.startedAt;
      this.#process.limitCpu();
    } else {
      this.#log.write(initReportLine(exchange.duration, phase, exchange.result.fault?.errorType ?? ''));
    }
    return exchange;
  }

  /** Hands over one event and waits until the runtime is done with it. Only when it is idle or just loaded. */
  async invoke(delivery: Delivery, limit: Ms, sink: AnswerSink): Promise<Exchange> {
    this.#process.thaw();
    this.#move('busy');
    this.#log.write(startLine(delivery.requestId, this.#plan.version));
    const exchange = await this.#exchange(delivery.requestId, limit, sink, () => this.#api.deliver(delivery));
    this.served += 1;
    this.#process.answered();
    this.#log = new InvocationLog();
    return exchange;
  }

  /** Stands still until the next event. */
  rest(): void {
    if (this.state === 'stopping' || this.state === 'stopped') return;
    this.#process.freeze();
    this.#move('idle');
  }

  /** Memory that would become free without it; null when this machine does not tell. */
  memoryNow(): Bytes | null {
    return this.#process.memoryNow();
  }

  /** Ends it now; the event it works on gets `result`. The first end counts. */
  end(result: Result): void {
    if (this.state === 'stopping' || this.state === 'stopped') return;
    this.#process.kill();
    this.#move('stopping');
    this.#settle(result);
  }

  snapshot(): InstanceSnapshot {
    return {
      ...{ id: this.id, side: 'function', state: this.state, startedAt: this.startedAt, init: this.init },
      ...{ served: this.served, inFlight: this.state === 'busy' || this.state === 'starting' ? 1 : 0 },
      memoryUsed: this.#process.usage().peakMemory,
    };
  }

  async #exchange(
    requestId: string | null,
    limit: Ms,
    sink: AnswerSink,
    begin: () => void,
  ): Promise<Exchange> {
    const since = performance.now();
    const result = await new Promise<Result>((settle) => {
      const timer = setTimeout(() => this.#late(limit, requestId), limit);
      this.#pending = { requestId, since, timer, sink, result: null, settle };
      if (this.state === 'stopping' || this.state === 'stopped')
        this.#settle(exitedMeanwhile(requestId, this.#plan.memory));
      else begin();
    });
    const duration = performance.now() - since;
    if (result.outcome === 'ok' && requestId !== null && this.state === 'busy') this.#process.freeze();
    // What was printed before the answer is on its way through another pipe: one turn of the loop brings it.
    await new Promise((resolve) => setImmediate(resolve));
    const usage = this.#process.usage();
    this.cpuTime = usage.cpuTime ?? 0;
    return { result, duration, usage, log: this.#log };
  }

  #late(limit: Ms, requestId: string | null): void {
    if (requestId !== null) this.#log.write(timeoutLine(new Date(), requestId, limit));
    this.end(lateResult(limit, requestId, requestId === null));
  }

  #settle(result: Result): void {
    const pending = this.#pending;
    if (pending === null) return;
    this.#pending = null;
    clearTimeout(pending.timer);
    pending.settle(result);
  }

  #onNext(): void {
    this.#ready = true;
    const pending = this.#pending;
    if (pending === null) return;
    if (pending.requestId === null) this.#settle(FINE);
    else if (pending.result !== null) this.#settle(pending.result);
  }

  #onAnswered(result: Result): void {
    if (this.#pending !== null) this.#pending.result = result;
  }

  async #watchEnd(): Promise<void> {
    const ended = await this.#process.gone;
    const { requestId = null, result = null } = this.#pending ?? {};
    // An answer that was complete before the runtime ended stands.
    this.#settle(result ?? exitResult(ended, requestId, this.#plan.memory, this.#log.text()));
    this.#api.close();
    this.#move('stopped');
  }

  #move(state: InstanceState): void {
    if (this.state === state || this.state === 'stopped') return;
    this.state = state;
    this.#plan.changed();
  }
}

const exitedMeanwhile = (requestId: string | null, memory: MiB): Result =>
  exitResult({ code: null, signal: 'SIGKILL', killedFor: null }, requestId, memory, '');
