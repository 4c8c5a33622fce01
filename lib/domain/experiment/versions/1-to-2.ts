import type { StoredDocument } from '../../versions/lift.ts';

/** The first plans had no warm-up, no forced starts, no code added and no choice of an engine, and were run so. */
export const from1to2 = (plan: StoredDocument): StoredDocument => ({
  warmupSeconds: 0,
  starts: 0,
  paddingMiB: 0,
  containerEngine: 'auto',
  ...plan,
});
