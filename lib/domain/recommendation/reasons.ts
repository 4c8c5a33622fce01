import { formatMs, formatMsBeside, formatShare, formatUsd } from '../charts/format.ts';
import { ruleOf } from '../cost/rules/rules.ts';
import { SIDE_PLATFORMS } from '../cost/side-bill.ts';
import type { Side } from '../execution/executor.ts';
import type { LockInAssessment } from '../lock-in/assessment.ts';
import { isAdapter } from '../lock-in/signals/contract.ts';
import type { PairOfBills } from '../report/by-side.ts';
import type { CandidateReport, Difference } from '../report/measurement.ts';
import { targetPercentile } from '../report/target.ts';
import { shareWithInterval } from '../statistics/wilson.ts';
import type { Ms } from '../units.ts';
import type { Workload } from '../workload/workload.ts';
import type { Reason } from './assessment.ts';

/** What a verdict is drawn from. */
export interface Evidence {
  workload: Workload;
  sides: Readonly<Record<Side, CandidateReport>>;
  differences: readonly Difference[];
  cost: PairOfBills;
  lockIn: LockInAssessment;
  warnings: readonly string[];
  /** Described duration of a request where nothing was sent; null: the run measured. */
  assumedMs: Ms | null;
}

/** A reason for a side that says how much it weighs; `clear` ones decide without "leaning". */
export interface Weighed extends Omit<Reason, 'favours'> {
  favours: Side | 'neither';
  strength: 'clear' | 'leaning';
}

const NEITHER = (about: Reason['about'], text: string): Weighed => ({
  about,
  favours: 'neither',
  text,
  strength: 'leaning',
});
const FOR = (
  about: Reason['about'],
  favours: Side,
  text: string,
  strength: Weighed['strength'],
): Weighed => ({
  about,
  favours,
  text,
  strength,
});

export const other = (side: Side): Side => (side === 'function' ? 'container' : 'function');
export const NAMES: Record<Side, string> = { function: 'functions', container: 'containers' };

/** Where the function side of a report is priced. */
const LONGEST_MS = ruleOf(SIDE_PLATFORMS.function.platform)?.timeoutMs ?? Number.POSITIVE_INFINITY;

const assumedDurationMs = ({ durationSeconds }: Workload): Ms => (durationSeconds ?? 0) * 1000;

/** Whether the function's platform ends a request before it is done: its price is then one of nothing. */
export const isTooLong = (workload: Workload): boolean => assumedDurationMs(workload) > LONGEST_MS;

/** What one side cannot do at all. */
export function limits({ workload }: Evidence): Weighed {
  const duration = assumedDurationMs(workload);
  if (isTooLong(workload)) {
    const text = `a request takes ${formatMsBeside(duration, LONGEST_MS)}, and AWS Lambda stops after ${formatMs(LONGEST_MS)}`;
    return FOR('limits', 'container', text, 'clear');
  }
  if (workload.state === 'memory') {
    const text =
      'the state lives in memory, which a function loses with its environment and never shares between two; a container keeps it until it restarts';
    return FOR('limits', 'container', text, 'clear');
  }
  return NEITHER('limits', 'no hard limit of either side is touched');
}

/** Better only when the intervals of the shares are apart and the gap matters (1 of 100 requests). */
export const GAP = 0.01;

export function reliability({ sides, assumedMs }: Evidence): Weighed {
  if (assumedMs !== null) return NEITHER('reliability', 'no request was sent');
  const fn = shareWithInterval(sides.function.good, sides.function.requests);
  const container = shareWithInterval(sides.container.good, sides.container.requests);
  const text = `${formatShare(fn.value)} good answers from functions, ${formatShare(container.value)} from containers`;
  if (fn.interval === null || container.interval === null) return NEITHER('reliability', text);
  if (container.interval[0] > fn.interval[1] && container.value - fn.value > GAP) {
    return FOR('reliability', 'container', text, 'clear');
  }
  if (fn.interval[0] > container.interval[1] && fn.value - container.value > GAP) {
    return FOR('reliability', 'function', text, 'clear');
  }
  return NEITHER('reliability', text);
}

/** The target decides when one side meets it and the other misses it; undecided is no evidence. */
export function latency({ sides, workload, assumedMs }: Evidence): Weighed {
  if (assumedMs !== null) return NEITHER('latency', assumedWords(assumedMs));
  const target = `${formatMs(workload.latencyTarget.ms)} at p${workload.latencyTarget.percentile}`;
  const measured = (side: Side) => {
    const value = targetPercentile(sides[side], workload.latencyTarget)?.value;
    return value === undefined ? 'not measured' : formatMsBeside(value, workload.latencyTarget.ms);
  };
  const values = `functions ${measured('function')}, containers ${measured('container')}`;
  for (const side of ['function', 'container'] as const) {
    if (sides[side].targetMet === true && sides[other(side)].targetMet === false) {
      return FOR('latency', side, `only ${NAMES[side]} meet ${target} (${values})`, 'clear');
    }
  }
  return NEITHER('latency', `${together(sides, target)} (${values})`);
}

const assumedWords = (ms: Ms): string =>
  `a request takes ${formatMs(ms)} as described, which no run of this plan can show: limits and bill alone judge`;

function together({ function: fn, container }: Evidence['sides'], target: string): string {
  if (fn.targetMet === true && container.targetMet === true) return `both sides meet ${target}`;
  if (fn.targetMet === false && container.targetMet === false) return `neither side meets ${target}`;
  return `this run cannot decide whether both sides meet ${target}`;
}

/** Bills this close are the same: prices, CPUs and traffic are not known better. */
export const ALIKE = 0.1;
const CLEARLY = 0.25;

export function cost({ workload, sides, cost: { difference } }: Evidence): Weighed {
  if (isTooLong(workload)) {
    const price = `containers cost ${formatUsd(sides.container.bill.totalUsd)} a month`;
    return NEITHER('cost', `${price}; AWS Lambda ends such requests, so its price says nothing`);
  }
  const cheap: Side =
    sides.function.bill.totalUsd <= sides.container.bill.totalUsd ? 'function' : 'container';
  const [cheaper, dearer] = [sides[cheap].bill, sides[other(cheap)].bill];
  const text = `${NAMES[cheap]} cost ${formatUsd(cheaper.totalUsd)} a month, ${NAMES[other(cheap)]} ${formatUsd(dearer.totalUsd)}`;
  const saved = dearer.totalUsd === 0 ? 0 : 1 - cheaper.totalUsd / dearer.totalUsd;
  const [low, high] = difference.interval;
  if (saved < ALIKE || (low <= 0 && high >= 0)) return NEITHER('cost', text);
  return FOR('cost', cheap, text, saved >= CLEARLY ? 'clear' : 'leaning');
}

/** Dimensions that bind a handler only while it runs as a function; services bind on both sides. */
const FUNCTION_ONLY = new Set(['handler signature / API', 'event and trigger shape']);
/** Different signs beyond the adapter. One may be a habit; efforts are judgements and decide nothing. */
const ENOUGH = 2;

export function lockIn({ lockIn: { findings, unread } }: Evidence): Weighed {
  const binding = findings.filter((one) => FUNCTION_ONLY.has(one.dimension) && !isAdapter(one));
  const signs = new Set(binding.map(({ vendor, signal }) => `${vendor} ${signal}`)).size;
  if (signs >= ENOUGH) {
    const text = `${signs} signs in the handler and its events fit one function platform only`;
    return FOR('lock-in', 'container', text, 'leaning');
  }
  if (unread !== null && unread.length > 0)
    return NEITHER(
      'lock-in',
      `what binds the code to one side is not known: ${unread.join(', ')} could not be read`,
    );
  return NEITHER('lock-in', 'little in the code binds it to one side');
}
