import { z } from 'zod';

/** On the command line; over HTTP fewer, as others wait meanwhile. */
export const MAX_QUESTIONS = 10_000;
export const MAX_HTTP_QUESTIONS = 1000;

/** One question. `inputs` is checked by the platform's vocabulary, so that a bad one spoils only its own answer. */
export const Question = z.object({
  id: z.union([z.string().max(200), z.number()]),
  platform: z.string().min(1).max(200),
  inputs: z.record(z.string().max(60), z.unknown()),
});
export type Question = z.infer<typeof Question>;

export interface AnswerLine {
  meter: string;
  /** As metered, before anything free is taken off. */
  quantity: number;
  unit: string;
  usd: number;
  /** Units of the quantity that cost nothing. */
  free?: number;
  unitPrice?: number;
  priceUnit?: string;
  source?: string;
  asOf?: string;
  /** False: shown beside the bill, not part of the total. */
  counted?: false;
}

export interface Priced {
  id: string | number;
  totalUsd: number;
  lines: AnswerLine[];
  warnings: string[];
}
export interface Refused {
  id: string | number;
  error: string;
}
export type Answer = Priced | Refused;
