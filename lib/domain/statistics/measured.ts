/** A measured value with its 95% confidence interval; `interval` is null when there are too few samples for one. */
export interface Measured {
  value: number;
  interval: readonly [number, number] | null;
  samples: number;
}
