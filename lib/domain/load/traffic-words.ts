import { formatCount, formatMs, formatRate } from '../charts/format.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { FEWEST_BLOCKS } from '../report/block-bootstrap.ts';
import { type Arrivals, isRecorded } from '../simulation/input.ts';
import { compressionDistorts } from './compress.ts';
import { peakWords } from './peak.ts';
import type { PlayedTraffic } from './played-traffic.ts';
import { type TrafficPlan, trafficOf, turnOf } from './turn.ts';
import { partWords, repeatWords } from './turn-part.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const time = (seconds: number): string => formatMs(seconds * 1000);
const spaced = (pattern: { spacing: 'poisson' | 'even' }) =>
  pattern.spacing === 'even' ? 'evenly spaced' : 'Poisson';

const WORDS: {
  [Kind in Arrivals['kind']]: (of: Extract<Arrivals, { kind: Kind }>, name: string | undefined) => string;
} = {
  constant: ({ ratePerSecond }) => `constant, ${formatRate(ratePerSecond)}, evenly spaced`,
  poisson: ({ ratePerSecond }) => `Poisson, ${formatRate(ratePerSecond)}`,
  'on-off': (p) =>
    `bursts of ${formatRate(p.onPerSecond)} for ${time(p.onSeconds)}, pauses of ${formatRate(p.offPerSecond)} for ${time(p.offSeconds)}${p.lengths === 'fixed' ? '' : ' on average'}, ${spaced(p)}`,
  diurnal: (p) =>
    `day and night from ${DAYS[p.startDay] ?? 'Monday'} on, ${formatRate(p.averagePerSecond)} on average over a week, ${spaced(p)}`,
  ramp: (p) =>
    `a ramp from ${formatRate(p.fromPerSecond)} to ${formatRate(p.toPerSecond)} in ${time(p.seconds)}, ${spaced(p)}`,
  spike: (p) =>
    `a spike to ${formatRate(p.peakPerSecond)} for ${time(p.holdSeconds)} on a base of ${formatRate(p.basePerSecond)}, ${spaced(p)}`,
  month: ({ requestsPerMonth, shape }) =>
    `${formatCount(requestsPerMonth)} requests a month, ${shape.replace('-', ' ')}, Poisson`,
  times: ({ atMs, copies }, name) =>
    `${traceName(name)}, ${formatCount(atMs.length)} requests with their instants${scaledWords(copies)}`,
  counts: ({ counts, intervalMs, copies }, name) =>
    `${traceName(name)}, counts in ${formatCount(counts.length)} intervals of ${formatMs(intervalMs)}${scaledWords(copies)}`,
};

const scaledWords = (copies: number): string => (copies === 1 ? '' : `, scaled ${formatCount(copies)} times`);

const traceName = (name: string | undefined): string => `the trace ${name ?? 'without a name'}`;

/** What is sent, in words with figures: "bursts of 50/s for 10 s, pauses of 2/s for 20 s, Poisson". */
export const trafficWords = <Kind extends Arrivals['kind']>({ arrivals, name }: PlayedTraffic): string =>
  WORDS[arrivals.kind as Kind](arrivals as Extract<Arrivals, { kind: Kind }>, name);

/** "24 h in each turn of 15 s, 5.76k times faster, thinned so that the rates stay"; null when nothing is compressed. */
export function compressionWords(plan: TrafficPlan): string | null {
  const { factor, spanMs, lengthMs, requests } = turnOf(plan);
  if (factor === 1) return null;
  const kept = requests === 'all' ? 'every request sent' : 'thinned so that the rates stay';
  return `${formatMs(spanMs)} in each turn of ${formatMs(lengthMs)}, ${formatCount(factor)} times faster, ${kept}`;
}

/** The requests of all turns and their mean; recorded ones that are not thinned leave nothing to chance. */
function sentWords(plan: TrafficPlan): string {
  const { factor, requests } = turnOf(plan);
  const { arrivals } = trafficOf(plan);
  const asRecorded = arrivals.kind === 'times' && (requests === 'all' || factor === 1);
  const count = formatCount(Math.round(plan.ratePerSecond * plan.secondsPerCandidate));
  const rate = formatRate(plan.ratePerSecond);
  return `${count} requests ${asRecorded ? 'sent to' : 'drawn for'} each side, ${rate} on average`;
}

/** What is sent, how long, how often: "30 s on each side in 6 turns: Poisson, 20/s; peak described 1/s, peak measured 20/s (20 times); seed 1". */
export function planWords(plan: TrafficPlan & Pick<ExperimentPlan, 'peak'>): string {
  const turns = `${plan.secondsPerCandidate} s on each side in ${plan.rounds} ${plan.rounds === 1 ? 'turn' : 'turns'}`;
  const sent = plan.traffic === undefined ? [] : [sentWords(plan)];
  const parts = [
    trafficWords(trafficOf(plan)),
    ...[compressionWords(plan) ?? [], repeatWords(plan) ?? []].flat(),
    ...sent,
    ...(plan.peak === undefined ? [] : [peakWords(plan.peak)]),
  ];
  return `${turns}: ${parts.join('; ')}; seed ${plan.seed}`;
}

/** What a compressed run shows otherwise than its traffic would; `ratePerSecond` is the mean that is sent. */
export function distortionsOf(
  plan: TrafficPlan & { keepAliveSeconds: number },
  meanPerSecond = plan.ratePerSecond,
): string[] {
  const turn = turnOf(plan);
  return compressionDistorts(turn, {
    durationMs: turn.spanMs,
    meanPerSecond: turn.requests === 'all' ? meanPerSecond / turn.factor : meanPerSecond,
    keepAliveMs: plan.keepAliveSeconds * 1000,
  });
}

/** How a turn and the traffic belong together, for the reader who asks what is repeated. */
export function turnWords(plan: TrafficPlan): string {
  const { lengthMs } = turnOf(plan);
  const drawn = isRecorded(trafficOf(plan).arrivals) ? '' : ', drawn anew';
  const turns =
    plan.rounds === 1
      ? `One turn of ${formatMs(lengthMs)} on each side plays ${partWords(plan)}, with the same requests at the same moments on both.`
      : `Each of ${plan.rounds} turns of ${formatMs(lengthMs)} plays ${partWords(plan)}${drawn}, with the same requests at the same moments on both sides.`;
  return plan.rounds < FEWEST_BLOCKS
    ? `${turns} With fewer than ${FEWEST_BLOCKS} turns the intervals cannot show what changes from turn to turn.`
    : `${turns} So turns are repetitions of one measurement, and the intervals hold what changes between them.`;
}
