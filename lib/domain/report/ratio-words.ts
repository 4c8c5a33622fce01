/** A ratio as people say it: at most two digits below ten, so that it does not pretend precision. */
export const times = (ratio: number): string =>
  ratio.toLocaleString('en-US', { maximumSignificantDigits: ratio < 10 ? 2 : 3 });

/** Below this factor a difference is told in percent: "1 times slower" says nothing. */
const IN_PERCENT = 1.1;
const percent = (factor: number): string =>
  ((factor - 1) * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 });

/**
 * "3.1 times slower" and "between 2.8 and 3.4"; "1.2% slower" and "between 0.9% and 1.4%". Always a factor above one,
 * so that rows compare. The interval (of the ratio, function to container) must not hold 1.
 */
export function changeWords(
  ratio: number,
  interval: readonly [number, number],
): { by: string; between: string } {
  const slower = ratio >= 1;
  const factor = slower ? ratio : 1 / ratio;
  const [low, high] = slower ? interval : [1 / interval[1], 1 / interval[0]];
  const way = slower ? 'slower' : 'faster';
  if (factor >= IN_PERCENT)
    return { by: `${times(factor)} times ${way}`, between: `between ${times(low)} and ${times(high)}` };
  return { by: `${percent(factor)}% ${way}`, between: `between ${percent(low)}% and ${percent(high)}%` };
}
