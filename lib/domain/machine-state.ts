import type { Problem } from './problem.ts';

/**
 * States of a machine that keep Crossover from working and that pass, by the codes with which Node (`ENOSPC`)
 * and Postgres (`53100`) tell them. They are told in words; the paths that such an error names stay on the machine.
 */
export const DISK_FULL: Problem = {
  code: 'disk-full',
  owner: 'yours',
  message: 'The disk is full.',
  remedy: 'Free some space where CROSSOVER_HOME is, then try again. What was stored stays.',
};
const READ_ONLY: Problem = {
  code: 'read-only',
  owner: 'yours',
  message: 'The directory of Crossover cannot be written, so nothing can be stored.',
  remedy: 'Make CROSSOVER_HOME writable, then try again. What was stored can still be read.',
};
const EXHAUSTED: Problem = {
  code: 'machine-busy',
  owner: 'yours',
  message: 'The machine has no memory, process, file or connection left for this at the moment.',
  remedy: 'Try again when it has less to do.',
};

const STATES: readonly (readonly [Problem, ReadonlySet<string>])[] = [
  [DISK_FULL, new Set(['ENOSPC', 'EDQUOT', '53100'])],
  [READ_ONLY, new Set(['EROFS', '25006'])],
  [EXHAUSTED, new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', '53000', '53200', '53300', '53400'])],
];

const textOf = (value: object, name: string): string => {
  const found: unknown = Reflect.get(value, name);
  return typeof found === 'string' ? found : '';
};

function stateOf(error: object): Problem | null {
  const codes = ['code', 'originalCode'].map((name) => textOf(error, name));
  return STATES.find(([, known]) => codes.some((one) => known.has(one)))?.[0] ?? null;
}

/** Deeper, an error is its own cause. */
const DEEPEST = 8;

/** The state of the machine that an error, or what caused it, tells of; null when it is none of these. */
export function machineState(error: unknown, depth = 0): Problem | null {
  if (typeof error !== 'object' || error === null || depth > DEEPEST) return null;
  const own = stateOf(error);
  if (own !== null) return own;
  const causes = [
    ...['cause', 'meta', 'driverAdapterError'].map((name) => Reflect.get(error, name)),
    ...[Reflect.get(error, 'errors')].flatMap((all) => (Array.isArray(all) ? all : [])),
  ];
  for (const cause of causes) {
    const found = machineState(cause, depth + 1);
    if (found !== null) return found;
  }
  return null;
}
