import type { CandidateId } from '../execution/candidate.ts';

/** What figures say, taken as they are. */
export interface Opinion {
  /** 'either' when the evidence favours none. */
  choice: CandidateId | 'either';
  /** One sentence. */
  sentence: string;
  confidence: 'clear' | 'leaning' | 'close';
}

export interface Reason {
  about: 'latency' | 'cost' | 'lock-in' | 'limits' | 'reliability';
  favours: CandidateId | 'neither';
  text: string;
}

export interface JudgedReason extends Reason {
  /** The figures of the report that it rests on. */
  restsOn: readonly string[];
  /** Why it was dropped: one of its figures may be off by more than what decides. Null: it stands. */
  doubt: string | null;
}

export interface Verdict extends Omit<Opinion, 'choice'> {
  /** 'none' when the figures on which the choice rests are in doubt. */
  choice: Opinion['choice'] | 'none';
  /** Why there is no verdict; null when there is one. */
  because: string | null;
  /** What the figures would say if they could be relied on; null when there is a verdict. */
  wouldBe: Opinion | null;
  reasons: readonly JudgedReason[];
  /** What would turn the verdict over. */
  wouldChange: readonly string[];
}
