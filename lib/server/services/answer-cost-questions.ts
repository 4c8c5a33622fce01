import { withAges } from '#lib/domain/cost/sheets/age.ts';
import { answerQuestions } from '#lib/domain/cost/vocabulary/answer.ts';
import type { Answer } from '#lib/domain/cost/vocabulary/question.ts';
import { readEnv } from '../env.ts';
import { currentPriceBook } from './own-prices.ts';

/** Answers with the price sheets in use, the user's own prices among them. */
export async function answerCostQuestions(questions: readonly unknown[]): Promise<Answer[]> {
  const clock = { wall: () => new Date() };
  const book = withAges(await currentPriceBook(), clock, readEnv().CROSSOVER_PRICE_MAX_AGE_DAYS);
  return answerQuestions(questions, book);
}
