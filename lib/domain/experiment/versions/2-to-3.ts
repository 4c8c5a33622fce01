import { DEFAULT_CANDIDATES } from '../../execution/candidate.ts';
import type { StoredDocument } from '../../versions/lift.ts';

/** Plans of version 2 were of two sides, and called a round of both a block. */
export const from2to3 = ({ secondsPerSide, blocks, ...plan }: StoredDocument): StoredDocument => ({
  candidates: DEFAULT_CANDIDATES,
  ...(secondsPerSide === undefined ? {} : { secondsPerCandidate: secondsPerSide }),
  ...(blocks === undefined ? {} : { rounds: blocks }),
  ...plan,
});
