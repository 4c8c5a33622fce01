import type { Bench } from './bench.ts';

/** Every benchmark by name; loaded when asked for. */
export const BENCHES: Record<string, () => Promise<Bench>> = {
  compose: async () => (await import('./compose/compose.ts')).composeBench,
  containers: async () => (await import('./containers/containers.ts')).bench,
  load: async () => (await import('./load/load.ts')).bench,
  cost: async () => (await import('./cost.ts')).bench,
  money: async () => (await import('./money.ts')).bench,
  storage: async () => (await import('./storage/storage.ts')).bench,
  ric: async () => (await import('./ric/ric.ts')).bench,
  functions: async () => (await import('./functions/functions.ts')).functionsBench,
  attacks: async () => (await import('./functions/attacks.ts')).attacksBench,
  'attacks-containers': async () => (await import('./containers/attacks.ts')).containerAttacksBench,
  'attacks-web': async () => (await import('./web/attacks.ts')).webAttacksBench,
  conformance: async () => (await import('./containers/conformance.ts')).bench,
  'attacks-v2': async () => (await import('./cgroup2/cgroup2.ts')).cgroup2Bench,
  'functions-soak': async () => (await import('./functions/soak.ts')).soakBench,
  simulation: async () => (await import('./simulation.ts')).bench,
  mutants: async () => (await import('./mutants/bench.ts')).bench,
  reported: async () => (await import('./reported.ts')).reportedBench,
  crowd: async () => (await import('./crowd/crowd.ts')).bench,
  faults: async () => (await import('./faults/faults.ts')).bench,
  presses: async () => (await import('./presses.ts')).bench,
  shortage: async () => (await import('./shortage/shortage.ts')).bench,
  watchers: async () => (await import('./watchers/watchers.ts')).bench,
};
