/** Limits that are the same under every engine. */
export const CONTAINER_LIMITS = {
  pids: 128,
  openFiles: 4096,
  tmpBytes: 64 * 1024 * 1024,
  shmBytes: 16 * 1024 * 1024,
  /** A machine that runs out of memory ends a container before anything else. */
  oomScoreAdj: 1_000,
} as const;
