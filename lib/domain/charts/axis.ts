/** Axis ends and ticks, decided here so that every chart of a page can share them. */

/** The nearest 1, 2 or 5 times a power of ten at or below, and at or above. */
const STEPS = [1, 2, 5, 10] as const;

function step(value: number, up: boolean): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const relative = value / power;
  const near = up
    ? STEPS.find((one) => one >= relative - 1e-9)
    : STEPS.findLast((one) => one <= relative + 1e-9);
  return Number(((near ?? 1) * power).toPrecision(1));
}

/** Ends of a log axis around positive values: 1-2-5 steps just outside. `[1, 10]` when there is nothing to show. */
export function logDomain(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return [1, 10];
  const low = step(Math.min(...positive), false);
  const high = step(Math.max(...positive), true);
  return low === high ? [step(low * 0.9, false), step(high * 1.1, true)] : [low, high];
}

/** Ticks of a log axis: 1-2-5 on a short one, whole decades on a long one, at most `most`. */
export function logTicks([low, high]: readonly [number, number], most = 7): number[] {
  const decades = Math.log10(high / low);
  const within = (value: number) => value >= low * 0.999 && value <= high * 1.001;
  const per = [[1, 2, 5], [1, 3], [1]].find((one) => one.length * decades + 1 <= most);
  const steps = per ?? [1];
  const every = Math.max(1, Math.ceil(decades / (most - 1)));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += every) {
    ticks.push(...steps.map((one) => Number((one * 10 ** power).toPrecision(1))).filter(within));
  }
  return ticks;
}

/** Whole-number ticks from 0 to at least `max`, at most six of them. */
export function countTicks(max: number): number[] {
  const size = Math.max(1, step(Math.max(max, 1) / 5, true));
  const whole = Math.max(1, Math.ceil(size));
  return Array.from({ length: Math.ceil(Math.max(max, 1) / whole) + 1 }, (_, index) => index * whole);
}

/** Where a value lies on a log axis, 0 at the low end and 1 at the high end, clamped. */
export function logPosition(value: number, [low, high]: readonly [number, number]): number {
  if (value <= low) return 0;
  return Math.min(1, Math.log(value / low) / Math.log(high / low));
}
