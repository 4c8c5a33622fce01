import { mean, studentT } from './mean.ts';
import type { Measured } from './measured.ts';

/** With fewer rounds, their own spread says next to nothing. */
const FEWEST_ROUNDS = 4;
/** Log-normal spread that few rounds are taken to have, and how many rounds' word that counts for. */
const USUAL = { spread: 0.2, degrees: 3 };
/**
 * Log-normal spread between runs of one plan, of which a run sees nothing: where code and data came to lie in memory,
 * who else used the machine. Source of the kind: Mytkowicz et al., Producing wrong data without doing anything
 * obviously wrong (2009); the size is assumed.
 */
const BETWEEN_RUNS = 0.05;
const Z = 1.959963984540054;

/**
 * Mean of all values with an interval (95%) of what another run would show: rounds differ from each other, so they are
 * drawn, not the requests in them. Student's t over the logarithms of the rounds' means, as times are positive and
 * skewed; with fewer than four rounds their spread is pooled with a usual one. Empty rounds do not count. Null
 * without values.
 */
export function meanOfRounds(rounds: readonly (readonly number[])[]): Measured | null {
  const all = rounds.flat();
  const value = mean(all);
  if (value === null) return null;
  const samples = all.length;
  if (value <= 0) return { value, interval: [0, 0], samples };
  const half = halfWidth(rounds, value);
  return { value, interval: [value * Math.exp(-half), value * Math.exp(half)], samples };
}

function halfWidth(rounds: readonly (readonly number[])[], value: number): number {
  const means = rounds.flatMap((round) => mean(round) ?? []);
  const logs = means.map((one) => Math.log(Math.max(one, value * LEAST)));
  const own = { spread: spreadOf(logs), degrees: logs.length - 1 };
  const { variance, degrees } =
    logs.length >= FEWEST_ROUNDS
      ? { variance: own.spread ** 2, degrees: own.degrees }
      : {
          variance:
            (USUAL.degrees * USUAL.spread ** 2 + own.degrees * own.spread ** 2) /
            (USUAL.degrees + own.degrees),
          degrees: USUAL.degrees + own.degrees,
        };
  const between = studentT(degrees) * Math.sqrt(variance / logs.length);
  return Math.hypot(between, Z * BETWEEN_RUNS);
}

/** A round of zeros has no logarithm: it counts as a thousandth of the mean. */
const LEAST = 1e-3;

/** Standard deviation; 0 of fewer than two. */
function spreadOf(values: readonly number[]): number {
  const centre = mean(values) ?? 0;
  const squares = values.reduce((sum, one) => sum + (one - centre) ** 2, 0);
  return values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1));
}
