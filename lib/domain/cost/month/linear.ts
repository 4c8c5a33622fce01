/**
 * A quantity as a sum of drivers times coefficients. Every quantity of a bill is one, so that the exact
 * bill and the chart's fast path read the same description.
 */
export type Linear = ReadonlyMap<string, number>;

export const linear = (...terms: readonly (readonly [driver: string, coefficient: number])[]): Linear => {
  const sum = new Map<string, number>();
  for (const [driver, coefficient] of terms) {
    if (coefficient !== 0) sum.set(driver, (sum.get(driver) ?? 0) + coefficient);
  }
  return sum;
};

export const scaled = (quantity: Linear, factor: number): Linear =>
  linear(...[...quantity].map(([driver, coefficient]) => [driver, coefficient * factor] as const));

/** Value of a quantity at given drivers. Rounding of subtractions never makes it negative. */
export function quantityAt(quantity: Linear, drivers: ReadonlyMap<string, number>): number {
  let value = 0;
  for (const [driver, coefficient] of quantity) value += coefficient * (drivers.get(driver) ?? 0);
  return Math.max(0, value);
}

/** The month itself: what traffic does not change. */
export const ONE = 'one';
export const isConstant = (quantity: Linear): boolean =>
  [...quantity.keys()].every((driver) => driver === ONE);
/** The constant part and the rest. */
export const parted = (quantity: Linear): { constant: Linear; rest: Linear } => ({
  constant: new Map([...quantity].filter(([driver]) => driver === ONE)),
  rest: new Map([...quantity].filter(([driver]) => driver !== ONE)),
});
