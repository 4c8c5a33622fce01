/** The steps of the wizard, which fields each asks for, and where an error belongs. */

export const STEPS = ['code', 'trigger', 'traffic', 'resources', 'review'] as const;
export type Step = (typeof STEPS)[number];

/** Paths of the form (lib/client/wizard/form.ts) that a step shows; everything below them belongs to it too. */
export const STEP_FIELDS = {
  code: ['workload.name', 'workload.description', 'workload.code', 'workload.variants'],
  trigger: ['workload.trigger'],
  traffic: ['workload.traffic'],
  resources: [
    'workload.memoryMiB',
    'workload.timeoutMs',
    'workload.durationSeconds',
    'workload.state',
    'workload.latencyTarget',
    'workload.slowServiceMs',
  ],
  review: ['plan'],
} as const satisfies Record<Step, readonly string[]>;

export const STEP_TITLES: Record<Step, string> = {
  code: 'Code',
  trigger: 'Requests',
  traffic: 'Traffic',
  resources: 'Resources',
  review: 'Review and run',
};

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}.`);

/** The step whose fields hold `path`; null for what no step asks for. */
export const stepOf = (path: string): Step | null =>
  STEPS.find((step) => STEP_FIELDS[step].some((prefix) => isUnder(path, prefix))) ?? null;

export const nextStep = (step: Step): Step => STEPS[STEPS.indexOf(step) + 1] ?? step;
export const previousStep = (step: Step): Step | null => STEPS[STEPS.indexOf(step) - 1] ?? null;

/** One message beside the dotted path of its field. */
export interface FieldIssue {
  path: string;
  message: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Keys of react-hook-form's own error objects, which are not fields. */
const OWN_KEYS = new Set(['type', 'message', 'ref', 'types']);

/** React-hook-form's tree of errors as a flat list, in the order of the tree. `root` is the field itself. */
export function flattenErrors(errors: unknown, path = ''): FieldIssue[] {
  if (!isRecord(errors)) return [];
  const isLeaf = typeof errors.type === 'string' || typeof errors.type === 'number';
  const own = isLeaf && typeof errors.message === 'string' ? [{ path, message: errors.message }] : [];
  const below = Object.keys(errors)
    .filter((key) => !isLeaf || !OWN_KEYS.has(key))
    .flatMap((key) => flattenErrors(errors[key], key === 'root' ? path : path ? `${path}.${key}` : key));
  return [...own, ...below];
}

/** How many errors each step has; a step without any is absent. */
export function errorsByStep(issues: readonly FieldIssue[]): Partial<Record<Step, number>> {
  const counts: Partial<Record<Step, number>> = {};
  for (const { path } of issues) {
    const step = stepOf(path);
    if (step) counts[step] = (counts[step] ?? 0) + 1;
  }
  return counts;
}

export const firstStepWithErrors = (issues: readonly FieldIssue[]): Step | null => {
  const counts = errorsByStep(issues);
  return STEPS.find((step) => counts[step]) ?? null;
};

/** The messages at `prefix` and below it, without repetition. */
export const messagesUnder = (issues: readonly FieldIssue[], prefix: string): string[] => [
  ...new Set(issues.filter(({ path }) => isUnder(path, prefix)).map(({ message }) => message)),
];
