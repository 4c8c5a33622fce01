import { billedMs, ceilTo } from '../rules/rounding.ts';
import { type Asked, fact, first } from './counted.ts';
import type { AnswerLine } from './question.ts';

/** Provisioned concurrency is billed in steps of five minutes. */
const STEP_S = 300;

/** Billed seconds on and off provisioned concurrency. */
export interface Served {
  onSeconds: number | undefined;
  offSeconds: number | undefined;
  facts: readonly AnswerLine[];
  warnings: readonly string[];
}

export const rounded = ({ rule }: Asked, ms: number): number => billedMs(ms, rule.duration);

/** Environments kept ready, by either of the names. */
const environments = ({ inputs: { numbers: n } }: Asked): number | undefined =>
  first(n.provisioned, n.min_instances, n.min_replicas);

const periodSeconds = ({ inputs: { numbers: n } }: Asked): number | undefined => {
  const hours = first(n.hours, n.days === undefined ? undefined : n.days * 24);
  return hours === undefined ? undefined : hours * 3600;
};

/** Seconds of all environments that are kept ready, as they are billed. */
export function provisionedSeconds(asked: Asked): number | undefined {
  const count = environments(asked);
  const seconds = periodSeconds(asked);
  return count === undefined || seconds === undefined ? undefined : count * ceilTo(seconds, STEP_S);
}

/**
 * Which time is served by provisioned environments: as the question says (AWS's own example gives both
 * parts), else as much as they have time for; the rest runs on demand.
 */
export function servedBy(asked: Asked, requests: number | undefined): Served {
  const { numbers: n } = asked.inputs;
  const stated = n.requests_on_pc !== undefined && n.ms_on_pc !== undefined;
  if (stated || n.requests_off !== undefined) return asStated(asked);
  if (n.active_s !== undefined && n.executions !== undefined) return onDemand(n.executions * n.active_s);
  if (n.duration_ms === undefined || requests === undefined) return onDemand(undefined);
  const offMs = meanBilled(asked, n.duration_ms) / Math.max(1, n.concurrency ?? 1);
  const capacity = capacityOf(asked, n.duration_ms);
  if (capacity === null) return onDemand((requests * offMs) / 1000);
  const on = Math.min(requests, capacity);
  return {
    onSeconds: (on * rounded(asked, n.duration_ms)) / 1000,
    offSeconds: ((requests - on) * offMs) / 1000,
    facts: [fact('Requests on provisioned concurrency', on, 'requests')],
    warnings: [
      `How many requests meet provisioned concurrency is not given: ${on} of ${requests} are taken to, as many as it has time for in these hours. inputs.requests_on_pc and inputs.requests_off say otherwise.`,
    ],
  };
}

const onDemand = (offSeconds: number | undefined): Served => ({
  onSeconds: undefined,
  offSeconds,
  facts: [],
  warnings: [],
});

function asStated(asked: Asked): Served {
  const { requests_on_pc: on, ms_on_pc: onMs, requests_off: off, ms_off: offMs } = asked.inputs.numbers;
  const seconds = (requests: number | undefined, ms: number | undefined) =>
    requests === undefined || ms === undefined ? undefined : (requests * rounded(asked, ms)) / 1000;
  return { ...onDemand(seconds(off, offMs)), onSeconds: seconds(on, onMs) };
}

/** Requests that the environments kept ready have time for; null where none are, or have no price. */
function capacityOf(asked: Asked, durationMs: number): number | null {
  const count = environments(asked);
  const seconds = periodSeconds(asked);
  const priced = asked.rule.charges.some(({ of }) => of === 'on_gb_s');
  if (!priced || count === undefined || seconds === undefined) return null;
  return Math.floor((count * seconds * 1000) / rounded(asked, durationMs));
}

/** With init: of the share of cold starts when it is given, else of every request. */
function meanBilled(asked: Asked, durationMs: number): number {
  const { init_ms: init, cold_rate: cold } = asked.inputs.numbers;
  const warm = rounded(asked, durationMs);
  if (init === undefined) return warm;
  return warm + (cold ?? 1) * (rounded(asked, durationMs + init) - warm);
}
