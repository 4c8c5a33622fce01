import { formatCount, formatRate } from '../charts/format.ts';
import { CrossoverError } from '../errors.ts';
import type { ExperimentPlan } from '../experiment/plan.ts';
import { isRecorded } from '../simulation/input.ts';
import { recordedMs, type TrafficPlan, trafficOf, turnOf } from './turn.ts';

/**
 * What the drawing of all turns of a side may go through: bursts and pauses, or recorded numbers, with or without
 * a request in them. That is an hour of bursts and pauses of 1.8 ms each, shorter than most requests that could show
 * them, or each recorded number of the longest trace a hundred times over. Drawing so many takes tenths of a second.
 */
export const MOST_PIECES = 2_000_000;

/**
 * Requests to one side of a run: all are in memory while they are sent, and again while the report is made.
 * 200 s at the highest rate there is, or an hour at 277/s; percentiles need far fewer.
 */
export const MOST_SENT = 1_000_000;

/** That a steady or settled rate makes no more requests than a run holds, warm-up included. @throws CrossoverError `too-many-requests`. */
export function requireHeld(plan: SentPlan): void {
  if (plan.ratePerSecond * (plan.secondsPerCandidate + plan.warmupSeconds) > MOST_SENT)
    throw tooManyRequests(plan);
}

/** At a rate that is known to be too high for so long. */
export function tooManyRequests({
  ratePerSecond,
  secondsPerCandidate,
  warmupSeconds,
}: SentPlan): CrossoverError {
  const seconds = secondsPerCandidate + warmupSeconds;
  const warmUp = warmupSeconds === 0 ? '' : ', warm-up included';
  return new CrossoverError({
    code: 'too-many-requests',
    owner: 'yours',
    message: `${formatRate(ratePerSecond)} for ${formatCount(seconds)} s are ${formatCount(ratePerSecond * seconds)} requests on each side${warmUp}; a run holds at most ${formatCount(MOST_SENT)}.`,
    remedy: `At this rate measure at most ${formatCount(down(MOST_SENT / ratePerSecond))} s${warmUp}, or send at most ${formatRate(down(MOST_SENT / seconds))}.`,
  });
}

type SentPlan = Pick<ExperimentPlan, 'ratePerSecond' | 'secondsPerCandidate' | 'warmupSeconds'>;

/** Stretches of constant rate, or recorded numbers, in one turn, about. */
function piecesInTurn(plan: TrafficPlan): number {
  const { arrivals } = trafficOf(plan);
  const { spanMs } = turnOf(plan);
  if (arrivals.kind === 'on-off') return (2 * spanMs) / ((arrivals.onSeconds + arrivals.offSeconds) * 1000);
  if (!isRecorded(arrivals)) return 0;
  const numbers = arrivals.kind === 'times' ? arrivals.atMs.length : arrivals.counts.length;
  return (numbers * spanMs) / recordedMs({ ...arrivals, repeats: 1 });
}

/**
 * That the arrivals of a plan can be drawn in bounded time, before they are.
 * @throws CrossoverError `traffic-too-fine` with what would be possible.
 */
export function requireDrawable(plan: TrafficPlan): void {
  const times = (piecesInTurn(plan) * plan.rounds) / MOST_PIECES;
  if (times > 1) throw tooFine(plan, times);
}

function tooFine(plan: TrafficPlan, times: number): CrossoverError {
  const { arrivals } = trafficOf(plan);
  const many = manyWords(times * MOST_PIECES);
  const words =
    arrivals.kind === 'on-off'
      ? {
          what: `bursts and pauses of ${seconds(arrivals.onSeconds)} and ${seconds(arrivals.offSeconds)} would change ${many} times`,
          instead: `Make them at least ${seconds(up(arrivals.onSeconds * times))} and ${seconds(up(arrivals.offSeconds * times))} long`,
        }
      : {
          what: `a recording as short as this would be gone through number by number, ${many} of them`,
          instead: `Give a recording that is at least ${manyWords(up(times))} times as long or has so many times fewer numbers`,
        };
  return new CrossoverError({
    code: 'traffic-too-fine',
    owner: 'yours',
    message: `In the turns of one side ${words.what}; at most ${formatCount(MOST_PIECES)} are drawn.`,
    remedy: `${words.instead}${lessOf(plan, times)}.`,
  });
}

/** How much of the traffic could be played instead; empty where it is less than any plan plays. */
function lessOf(plan: TrafficPlan, times: number): string {
  const { spanMs, lengthMs } = turnOf(plan);
  const most = spanMs / times;
  if (most >= lengthMs) return `, or let a turn play at most ${seconds(down(most / 1000))} of it`;
  const measured = down((most * plan.rounds) / 1000);
  return measured < LEAST_SECONDS ? '' : `, or measure at most ${seconds(measured)} on each side`;
}

/** The shortest plan there is. */
const LEAST_SECONDS = 2;

/** Beyond this a figure says nothing more. */
const COUNTLESS = 1e15;
const manyWords = (count: number): string =>
  count < COUNTLESS ? formatCount(count) : `more than ${formatCount(COUNTLESS)}`;

/** Three digits, upwards or downwards, so that what is named is possible. */
const up = (value: number): number => rounded(value, Math.ceil);
const down = (value: number): number => rounded(value, Math.floor);

function rounded(value: number, to: (value: number) => number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((to(value / unit) * unit).toPrecision(3));
}

const seconds = (value: number): string =>
  `${value.toLocaleString('en-US', { maximumSignificantDigits: 17 })} s`;
