import { formatCount, formatMs, formatRate } from '../charts/format.ts';
import { SIDES, type Side } from '../execution/executor.ts';
import { targetPercentile } from '../report/target.ts';
import type { Measured } from '../statistics/measured.ts';
import { type Evidence, isTooLong, NAMES, other, type Weighed } from './reasons.ts';

/** What would turn the verdict over, each a sentence: traffic, the latency target, the state, an end to failures. */
export function wouldChange(
  choice: Side | 'either',
  decisive: Weighed | undefined,
  evidence: Evidence,
): string[] {
  // A price of what the platform ends turns nothing over.
  const changes = [isTooLong(evidence.workload) ? '' : traffic(evidence), ...targets(evidence)];
  if (decisive?.about === 'limits' && evidence.assumedMs !== null) {
    changes.unshift(
      'Requests that a function may finish, e.g. the work cut into steps: then the bill decides.',
    );
  } else if (decisive?.about === 'limits' && evidence.workload.state === 'memory') {
    changes.unshift('State in a store outside instead of in memory: then latency and cost decide.');
  }
  if (decisive?.about === 'reliability') {
    changes.unshift(
      `An end to the failures of ${NAMES[other(choice === 'either' ? 'function' : choice)]}: then latency and cost decide.`,
    );
  }
  return changes.filter((change) => change !== '');
}

function traffic({ cost: { breakEven }, workload }: Evidence): string {
  const { point, reason } = breakEven;
  if (point === null) return `Not traffic: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
  const { requestsPerMonth: there, ratePerSecond } = point;
  const way = workload.traffic.requestsPerMonth < there ? 'above' : 'below';
  return `Traffic ${way} ${formatCount(there)} requests a month (${formatRate(ratePerSecond)} on average): there the bills cross. ${reason}`;
}

/** Whether the intervals do not meet: a target between values that this run cannot tell apart parts nothing. */
function apart(a: Measured | null | undefined, b: Measured | null | undefined): boolean {
  if (!a?.interval || !b?.interval) return false;
  return a.interval[1] < b.interval[0] || b.interval[1] < a.interval[0];
}

/** A target between both sides' measured percentiles would part them. */
function targets({ sides, workload: { latencyTarget } }: Evidence): string[] {
  const measured = SIDES.map((side) => targetPercentile(sides[side], latencyTarget));
  const [fn, container] = measured.map((one) => one?.value);
  if (fn === undefined || container === undefined || !apart(measured[0], measured[1])) return [];
  const [fast, slow]: [Side, Side] = fn < container ? ['function', 'container'] : ['container', 'function'];
  const [low, high] = [Math.min(fn, container), Math.max(fn, container)];
  const inside = latencyTarget.ms > low && latencyTarget.ms < high;
  if (inside)
    return [
      `A latency target above ${formatMs(high)} at p${latencyTarget.percentile}: then ${NAMES[slow]} meet it too.`,
    ];
  return [
    `A latency target between ${formatMs(low)} and ${formatMs(high)} at p${latencyTarget.percentile}: only ${NAMES[fast]} would meet it.`,
  ];
}
