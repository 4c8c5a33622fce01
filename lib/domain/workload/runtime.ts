/** Languages that the code of a workload may be written in; which one follows from the entry's ending. */
export const WORKLOAD_RUNTIMES = ['nodejs', 'python'] as const;
export type WorkloadRuntime = (typeof WORKLOAD_RUNTIMES)[number];

export const RUNTIME_NAMES: Readonly<Record<WorkloadRuntime, string>> = {
  nodejs: 'Node.js',
  python: 'Python',
};

const ENTRIES: Readonly<Record<WorkloadRuntime, RegExp>> = {
  nodejs: /\.(mjs|js|ts|mts)$/,
  python: /\.py$/,
};

/** The endings of an entry, for whoever must choose one. */
export const ENTRY_ENDINGS = '.js, .mjs, .ts, .mts or .py';

/** Null for a file that cannot be an entry. */
const runtimeNamed = (path: string): WorkloadRuntime | null =>
  WORKLOAD_RUNTIMES.find((runtime) => ENTRIES[runtime].test(path)) ?? null;

export const canBeEntry = (path: string): boolean => runtimeNamed(path) !== null;

/** The runtime of a package; of an entry that no schema has checked, as in tests, Node.js. */
export const runtimeOf = ({ entry }: { entry: string }): WorkloadRuntime => runtimeNamed(entry) ?? 'nodejs';
