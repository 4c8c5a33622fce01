/** Constructs that cannot be told by one name; code-facts.ts finds them. */
export const SHAPES = [
  'lambda-handler',
  'lambda-response',
  'callback-handler',
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
  | { on: 'text'; pattern: RegExp }
  | { on: 'shape'; shape: Shape }
  | { on: 'file'; name: RegExp; line: RegExp | null };

/** What binds code to a vendor. */
export interface Coupling {
  vendor: string;
  service: string;
  /** One of DIMENSIONS. */
  dimension: string;
  /** Judgement from 1 (an hour) to 5 (a rewrite), shown as an editable weight, never as a measurement. */
  effort: number;
  alternative: string;
  /** Where this is known from. */
  source: string;
}

/** One sign of vendor coupling. */
export interface Signal extends Coupling {
  label: string;
  match: Match;
}
