import { buffer } from 'node:stream/consumers';
import { withAges } from '#lib/domain/cost/sheets/age.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import { answerQuestions } from '#lib/domain/cost/vocabulary/answer.ts';
import { parseQuestions } from '#lib/domain/cost/vocabulary/parse.ts';
import { decodeText } from '#lib/domain/text/decode.ts';
import { readEnv } from '#lib/server/env.ts';

/**
 * Reads a JSON array of {id, platform, inputs} and writes an array of {id, totalUsd, lines, warnings} or
 * {id, error}, with the price sheets that come with the product. One bad question does not spoil the
 * others; only input that is no array of questions ends with exit code 1.
 */
export async function cost(input: NodeJS.ReadableStream = process.stdin): Promise<void> {
  const clock = { wall: () => new Date() };
  const book = withAges(defaultPriceBook(), clock, readEnv().CROSSOVER_PRICE_MAX_AGE_DAYS);
  const answers = answerQuestions(parseQuestions(decodeText(await buffer(input))), book);
  process.stdout.write(`${JSON.stringify(answers, null, 2)}\n`);
}
