/** Constructs that cannot be told by one name; code-facts.ts finds them. */
export const SHAPES = [
  'lambda-handler',
  'lambda-response',
  'fetch-handler',
  'scheduled-handler',
  'openwhisk-main',
  'route-config',
] as const;
export type Shape = (typeof SHAPES)[number];

/** How a signal is recognised: in the syntax of code, or by a deployment file's name and text. */
export type Match =
  | { on: 'import'; packages: readonly string[] }
  | { on: 'env'; names: readonly string[] }
  | { on: 'path'; pattern: RegExp }
  | { on: 'argument'; pattern: RegExp }
  | { on: 'shape'; shape: Shape }
  | { on: 'file'; name: RegExp; line: RegExp | null };

/** One sign of vendor coupling. The effort is judgement, from 1 (an hour) to 5 (a rewrite), never a measurement. */
export interface Signal {
  label: string;
  vendor: string;
  service: string;
  /** One of DIMENSIONS. */
  dimension: string;
  effort: number;
  alternative: string;
  source: string;
  match: Match;
}
