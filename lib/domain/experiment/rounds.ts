/**
 * The order of turns in which each of `count` follows each other equally often within the rounds of one cycle, and has
 * each place equally often: `count` rounds where it is even, twice as many where it is odd. A round begins with the one
 * that the round before ended with, as in ABBA, where the cycle has such a round left.
 * Source: Williams, Experimental designs balanced for the estimation of residual effects of treatments (1949).
 */
export function cycleOf(count: number): number[][] {
  const base = Array.from({ length: count }, (_, at) =>
    at % 2 === 1 ? (at + 1) / 2 : (count - at / 2) % count,
  );
  const rows = base.map((_, by) => base.map((one) => (one + by) % count));
  return chained(count % 2 === 0 ? rows : [...rows, ...rows.map((row) => row.toReversed())]);
}

function chained(rows: readonly number[][]): number[][] {
  const left = [...rows];
  const order: number[][] = [];
  while (left.length > 0) {
    const last = order.at(-1)?.at(-1);
    const next = left.findIndex(([first]) => first === last);
    order.push(...left.splice(Math.max(0, next), 1));
  }
  return order;
}

/** The candidate with the first turn of a round, the one with the second and so on; the cycle begins anew when it is through. */
export function inTurn<T>(all: readonly T[], round: number): T[] {
  const cycle = cycleOf(all.length);
  return (cycle[round % cycle.length] ?? []).flatMap((at) => all[at] ?? []);
}
