/**
 * The quartile on the quiet side, for every subject alike: the lower one of times, the upper one of rates. On a
 * machine that others use too, the slower half says more about them than about what is measured.
 */
export function quiet(values: readonly number[], better: 'less' | 'more'): number {
  const best = values.toSorted((a, b) => (better === 'less' ? a - b : b - a));
  return best[Math.floor((best.length - 1) / 4)] ?? Number.NaN;
}

/** Several things measured in turn, round by round, so that a busy spell of the machine meets all of them. */
export async function inTurn<Name extends string>(
  rounds: number,
  better: 'less' | 'more',
  subjects: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number>> {
  const names = Object.keys(subjects) as Name[];
  const found = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const value = await subjects[name]();
      // The first round warms caches up and counts nothing.
      if (round > 0) found.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, quiet(found.get(name) ?? [], better)])) as Record<
    Name,
    number
  >;
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en-US')}/s`;
