import type { Deployment, DeploySpec, Invocation } from '#lib/domain/execution/executor.ts';
import type { Sites } from '../cgroup/site.ts';
import type { Evaluated } from '../testing/support.ts';
import type { Forger, Player } from './figures/forger.ts';

/** What an attack has at hand. */
export interface Arena {
  /** Runs JavaScript in a function's sandbox; its value, or the code of the error it ended with. */
  evaluate(script: string): Promise<Evaluated>;
  /** A function of its own, invoked once; `afterwards` looks at its deployment. */
  invoke(code: string, over?: Partial<DeploySpec>, body?: string): Promise<Invocation>;
  /** The same twice, in one environment if it is still there. */
  invokeTwice(code: string): Promise<[Invocation, Invocation]>;
  /** A function of its own, invoked so often. */
  play: Player;
  /** Errno of each system call with these arguments, in a sandbox with the tools of this machine. */
  systemCall(x64: number, arm64: number, ...args: number[]): Promise<number>;
  /** Output of a program of this machine, run in such a sandbox. */
  tool(...command: string[]): Promise<string>;
  /** Sends one request to code that forges its own figures. */
  forge: Forger;
  /** On this way an answer may come before the work is done, as that of any server may: CPU time prices it. */
  answersEarly: boolean;
  /** The deployment that `evaluate` runs in. */
  deployment: Deployment;
  /** Control groups that limit sandboxes here. */
  sites: Sites;
}

export interface Result {
  stopped: boolean;
  /** What the attacker got: an error code, an outcome, a count. */
  evidence: string;
}

/** `Needs`: what of the arena it takes. */
export interface Attack<Needs = Arena> {
  name: string;
  /** What stops it; it may depend on what this machine has. */
  layer: string | ((sites: Sites) => string);
  /** It takes seconds of processor time, and other attacks or tests of `npm test` try the same limit. */
  slow?: boolean;
  run(arena: Needs): Promise<Result>;
}

/** The fixed part of a table that `npm test` tries; the benches `attacks` and `attacks-containers` try all. */
export const sampleOf = <Needs>(attacks: readonly Attack<Needs>[]): Attack<Needs>[] =>
  attacks.filter(({ slow }) => !slow);

export const MOUNTS = 'mount namespace';
export const READ_ONLY = 'read-only mounts';
export const PIDS = 'PID namespace';
export const NETWORK = 'network namespace';
export const FILTER = 'system call filter';
export const PROTOCOL = 'checked messages';

/** The layer of a limit: its control group where there is one, else what stands in for it. */
export const groupOr =
  (controller: keyof Sites, otherwise: string) =>
  (sites: Sites): string => {
    const site = sites[controller];
    return site === undefined ? otherwise : `${controller} control group (v${site.version})`;
  };

const shown = ({ value, error }: Evaluated): string => error ?? `came through: ${JSON.stringify(value)}`;

/** Stopped when the script ends with one of these errors. */
export const refused =
  (script: string, errors: RegExp) =>
  async ({ evaluate }: Arena): Promise<Result> => {
    const answer = await evaluate(script);
    return { stopped: errors.test(answer.error ?? ''), evidence: shown(answer) };
  };

/** Stopped when the script's value passes. */
export const harmless =
  (script: string, passes: (value: unknown) => boolean) =>
  async ({ evaluate }: Arena): Promise<Result> => {
    const { value, error } = await evaluate(script);
    return {
      stopped: error === undefined && passes(value),
      evidence: (error ?? JSON.stringify(value)).slice(0, 80),
    };
  };

const ERRNO: Readonly<Record<number, string>> = {
  0: 'success',
  1: 'EPERM',
  38: 'ENOSYS',
  97: 'EAFNOSUPPORT',
};
/** The filter's own answers; another error would be the kernel's, for another reason. */
const FILTERED = new Set([1, 38, 97]);

/** Stopped when the filter answers each of these calls. */
export const filtered =
  (...calls: (readonly [x64: number, arm64: number, ...args: number[]])[]) =>
  async ({ systemCall }: Arena): Promise<Result> => {
    const answers: number[] = [];
    for (const [x64, arm64, ...args] of calls) answers.push(await systemCall(x64, arm64, ...args));
    const evidence = answers.map((errno) => ERRNO[errno] ?? `errno ${errno}`).join(', ');
    return { stopped: answers.every((errno) => FILTERED.has(errno)), evidence };
  };

/** Stopped when the invocation ends in one of these ways. */
export const endsAs =
  (outcomes: readonly Invocation['outcome'][], code: string, over: Partial<DeploySpec> = {}) =>
  async ({ invoke }: Arena): Promise<Result> => {
    const { outcome, problem } = await invoke(code, over);
    return {
      stopped: outcomes.includes(outcome),
      evidence: problem === null ? outcome : `${outcome}: ${problem.code}`,
    };
  };
