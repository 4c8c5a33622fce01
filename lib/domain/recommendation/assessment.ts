import type { Side } from '../execution/executor.ts';

export interface Verdict {
  /** 'either' when the evidence does not favour a side. */
  choice: Side | 'either';
  /** One sentence. */
  sentence: string;
  confidence: 'clear' | 'leaning' | 'close';
  reasons: readonly {
    about: 'latency' | 'cost' | 'lock-in' | 'limits' | 'reliability';
    favours: Side | 'neither';
    text: string;
  }[];
  /** What would turn the verdict over. */
  wouldChange: readonly string[];
}
