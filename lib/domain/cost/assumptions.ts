/** What the bills assume beyond what was measured. One place, so that the report can list all of it. */
export const ASSUMED = {
  /** How long the platform keeps an idle environment. AWS does not say; observed 5 to 10 minutes (2019 to 2021). */
  keepAliveMs: 10 * 60 * 1000,
  /** Share of its capacity that a task is planned to use; the rest absorbs fluctuation. */
  targetUtilisation: 0.6,
  /** Request and answer together. */
  bytesPerRequest: 4096,
  /** Clients keep their connection open for this many requests. */
  requestsPerConnection: 10,
  /** HTTP work around the handler: no task serves more than 600 requests a second. */
  leastBusyMs: 1,
} as const;

/** How far the truth may lie from an assumption, as factors: what nobody measured may be half or twice as much. */
export const ASSUMED_RANGE = {
  keepAliveMs: { low: 0.5, high: 2 },
  /** Of what one task carries. */
  targetUtilisation: { low: 0.5, high: 2 },
  bytesPerRequest: { low: 0.5, high: 2 },
  requestsPerConnection: { low: 0.5, high: 2 },
} as const satisfies Partial<Record<keyof typeof ASSUMED, { low: number; high: number }>>;
