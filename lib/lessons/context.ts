import type { Deployment, DeploySpec, Invocation, Side } from '#lib/domain/execution/executor.ts';
import type { LessonResult } from '#lib/domain/interactive/interactive.ts';
import type { InteractiveEvent } from '#lib/domain/live/events.ts';
import type { Ms } from '#lib/domain/units.ts';
import type { Code } from '#lib/domain/workload/workload.ts';

export type DeployOverrides = Partial<
  Pick<DeploySpec, 'memory' | 'keepAlive' | 'maxConcurrency' | 'replicas' | 'timeout' | 'cpus'>
>;

export interface LessonRequest {
  method?: string;
  path?: string;
  body?: string | null;
}

/** An invocation with its place on the run's clock: how the caller saw it. */
export interface TimedInvocation extends Invocation {
  startedAtMs: Ms;
  endedAtMs: Ms;
}

/** What a lesson's experiment may do. Everything it deploys is removed after the run. */
export interface LessonContext {
  /** Emits `deployed`, and `instances` on every change of their number. @throws CrossoverError as Executor.deploy */
  deploy(side: Side, code: Code, overrides?: DeployOverrides): Promise<Deployment>;
  /** Emits `invocation`. Resolves whatever the outcome is; @throws CrossoverError once the run was ended. */
  invoke(deployment: Deployment, request?: LessonRequest): Promise<TimedInvocation>;
  emit(event: InteractiveEvent): void;
  /** Milliseconds since the start of the run. */
  now(): Ms;
  /** @throws CrossoverError once the run was ended. */
  sleep(ms: Ms): Promise<void>;
  readonly signal: AbortSignal;
}

/** What a lesson's `run.ts` exports. @throws CrossoverError when the experiment could not be carried out. */
export type Experiment = (context: LessonContext, code: Code) => Promise<Finding>;

/** What was found, without the name of the lesson. */
export type Finding = Omit<LessonResult, 'lesson'>;
