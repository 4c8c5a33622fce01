import { z } from 'zod';
import { CrossoverError, toProblem } from '../../errors.ts';
import { findSheet } from '../find-sheet.ts';
import { toUsd } from '../money.ts';
import type { PriceBook } from '../sheets/book.ts';
import { defaultPriceBook } from '../sheets/default-book.ts';
import { checkInputs } from './check.ts';
import { compared, isComparison } from './comparison.ts';
import { limitsOf } from './limits.ts';
import { priceInputs, type Worked } from './price-question.ts';
import { type Answer, MAX_QUESTIONS, Question } from './question.ts';
import { pricedCases, provisionedBreakEven } from './special.ts';

/**
 * Answers every question by itself: what cannot be priced gives `{id, error}` with the reason, and the
 * rest is still answered. @throws CrossoverError when it is no list of at most MAX_QUESTIONS.
 */
export function answerQuestions(questions: unknown, book: PriceBook = defaultPriceBook()): Answer[] {
  if (!Array.isArray(questions) || questions.length > MAX_QUESTIONS) {
    throw new CrossoverError({
      code: 'invalid-input',
      owner: 'yours',
      message: `The input is no array of at most ${MAX_QUESTIONS} questions {id, platform, inputs}.`,
      remedy: 'Send a JSON array, e.g. [{"id":1,"platform":"aws_lambda","inputs":{"requests":1000000}}].',
    });
  }
  return questions.map((question: unknown, index) => answerOne(question, index, book));
}

function answerOne(raw: unknown, index: number, book: PriceBook): Answer {
  const parsed = Question.safeParse(raw);
  if (!parsed.success) return { id: idOf(raw) ?? index, error: z.prettifyError(parsed.error) };
  const { id, platform, inputs } = parsed.data;
  try {
    const { money, lines, warnings } = worked(book, platform, inputs);
    return { id, totalUsd: toUsd(money), lines, warnings };
  } catch (error) {
    const { message, remedy } = toProblem(error);
    return { id, error: error instanceof CrossoverError ? message : `${message} ${remedy}` };
  }
}

function worked(book: PriceBook, platform: string, raw: Readonly<Record<string, unknown>>): Worked {
  if (isComparison(platform)) return compared(book, platform, checkInputs(raw));
  const inputs = checkInputs(raw, limitsOf(findSheet(book, platform).rule));
  if (inputs.cases !== null) return pricedCases(book, platform, inputs, inputs.cases);
  return provisionedBreakEven(book, platform, inputs) ?? priceInputs(book, platform, inputs);
}

function idOf(raw: unknown): string | number | undefined {
  if (typeof raw !== 'object' || raw === null || !('id' in raw)) return undefined;
  return typeof raw.id === 'string' || typeof raw.id === 'number' ? raw.id : undefined;
}
