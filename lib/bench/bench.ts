/** One row of a benchmark: a figure of this run, as a rule a ratio of two things measured in the same run. */
export interface BenchRow {
  what: string;
  value: number;
  unit: string;
  /** What the value was divided by, with its own figure: "node -e 0: 27.1 ms". */
  base?: string;
  /** The bar set for it, such as "≤ 1.3", and whether it was met. */
  bar?: { text: string; met: boolean };
}

/** Wishes of the command line, for the benches that know them. */
export interface BenchOptions {
  /** Faults of each kind. */
  kills?: number;
  /** Of what is drawn at random; printed, so that a run can be repeated. */
  seed?: number;
  minutes?: number;
}

export interface Bench {
  /** What it measures, in a line. */
  description: string;
  /** `say` tells progress; it goes to standard error. */
  run(say: (text: string) => void, options?: BenchOptions): Promise<BenchRow[]>;
}

export const atMost = (value: number, bar: number, unit = '') => ({
  text: `≤ ${bar}${unit}`,
  met: value <= bar,
});
export const atLeast = (value: number, bar: number, unit = '') => ({
  text: `≥ ${bar}${unit}`,
  met: value >= bar,
});
