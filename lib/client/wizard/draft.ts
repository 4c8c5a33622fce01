import { z } from 'zod';
import { ENGINE_CHOICES } from '#lib/domain/execution/engines.ts';
import { namesOfToday } from '#lib/domain/experiment/versions/names-of-today.ts';
import { PlayedTraffic } from '#lib/domain/load/played-traffic.ts';
import { HTTP_METHODS, STATE_KINDS, TRAFFIC_SHAPES } from '#lib/domain/workload/workload.ts';

/**
 * The draft of the wizard, kept in this browser so that a reload loses nothing. It holds what was
 * typed, valid or not; what is read back is checked for its form, because an older version of the
 * page or another program may have written it. A draft that does not fit is dropped, never mended.
 */
const KEY = 'crossover.wizard.draft';
export const DRAFT_VERSION = 1;

const text = z.string().optional();
/** What was typed but is no number becomes null in JSON: the box is then empty again. */
const number = z
  .number()
  .nullable()
  .transform((value) => value ?? undefined)
  .optional();

const DraftCode = z.object({
  entry: text,
  handler: text,
  files: z.array(z.object({ path: z.string(), content: z.string() })),
});

const DraftWorkload = z.object({
  name: text,
  description: text,
  code: DraftCode,
  variants: z.array(DraftCode).optional(),
  trigger: z.object({
    kind: z.literal('http'),
    requests: z.array(
      z.object({ method: z.enum(HTTP_METHODS), path: z.string(), body: text, weight: number }),
    ),
  }),
  traffic: z.object({ requestsPerMonth: number, shape: z.enum(TRAFFIC_SHAPES) }),
  memoryMiB: number,
  timeoutMs: number,
  durationSeconds: number,
  state: z.enum(STATE_KINDS),
  latencyTarget: z.object({ percentile: z.union([z.literal(50), z.literal(95), z.literal(99)]), ms: number }),
  slowServiceMs: number,
});

const DraftPlan = z.object({
  secondsPerCandidate: number,
  warmupSeconds: number.optional(),
  starts: number.optional(),
  ratePerSecond: number,
  arrivals: z.enum(['poisson', 'constant']).optional(),
  /** Kept when it could be run as it was; half-typed traffic begins anew. */
  traffic: PlayedTraffic.optional().catch(undefined),
  rounds: number,
  seed: number,
  keepAliveSeconds: number,
  maxConcurrency: number,
  replicas: number,
  cpusPerReplica: number,
  paddingMiB: number.optional(),
  containerEngine: z.enum(ENGINE_CHOICES).optional(),
});

export const Draft = z.object({
  version: z.literal(DRAFT_VERSION),
  /** What the code was started from: `own`, the slug of a sample, or `from:` and the id of what it is a copy of. */
  start: z.string(),
  /** The run that this draft was last sent as. The draft stays until that run has succeeded. */
  sentAs: z.string().optional(),
  /** False: the plan follows the workload until the user changes it. */
  planTouched: z.boolean(),
  values: z.object({ workload: DraftWorkload, plan: z.preprocess(namesOfToday, DraftPlan) }),
});
export type Draft = z.infer<typeof Draft>;
/** A draft as it is written: its numbers as they stand in the form. */
export type DraftInput = Omit<z.input<typeof Draft>, 'version'>;

/** The part of localStorage that is used; a port, because it can be full, forbidden or absent. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The stored draft; null when there is none or it is not one of ours. */
export function readDraft(storage: DraftStorage): Draft | null {
  try {
    return Draft.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

/** False when the browser would not keep it (full or forbidden): the page then says so. */
export function writeDraft(storage: DraftStorage, draft: DraftInput): boolean {
  try {
    storage.setItem(KEY, JSON.stringify({ version: DRAFT_VERSION, ...draft }));
    return true;
  } catch {
    return false;
  }
}

/** Removes the draft that was sent as this run; any other stays. */
export function clearDraftOf(storage: DraftStorage, experimentId: string): void {
  if (readDraft(storage)?.sentAs === experimentId) clearDraft(storage);
}

export function clearDraft(storage: DraftStorage): void {
  try {
    storage.removeItem(KEY);
  } catch {
    // A browser that forbids storage has kept nothing.
  }
}
