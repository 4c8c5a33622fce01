import type { Usage } from '../usage.ts';

/** A measured workload for tests: 12M requests a month of 20 to 57 ms. */
export const fixtureUsage = (change: Partial<Usage> = {}): Usage => ({
  requestsPerMonth: 12e6,
  shape: 'evening-peak',
  memoryMiB: 512,
  durationsMs: Array.from({ length: 101 }, (_, index) => 20.3 + index * 0.37),
  durationInterval: [37, 40.5],
  cpuMs: 12,
  initMs: 200,
  initInterval: null,
  coldShare: null,
  busyMs: { value: 30, interval: [28, 32] },
  waitMs: 0,
  sustainedPerReplica: 20,
  sustainedInterval: null,
  latencyTarget: null,
  replica: { vcpu: 0.5, memoryMiB: 512 },
  minReplicas: 1,
  concurrency: 80,
  bytesPerRequest: 4096,
  bytesOut: 2048,
  requestsPerConnection: 10,
  ...change,
});
