import type { Bench } from './bench.ts';

/** Every benchmark by name; loaded when asked for. */
export const BENCHES: Record<string, () => Promise<Bench>> = {
  ric: async () => (await import('./ric/ric.ts')).bench,
};
