/** One thing that code does, in the terms of the signals. */
export interface Fact {
  on: 'import' | 'env' | 'path' | 'text' | 'shape';
  text: string;
  /** From 1. */
  line: number;
}
