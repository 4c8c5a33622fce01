import { z } from 'zod';
import { MAX_HTTP_QUESTIONS } from '#lib/domain/cost/vocabulary/question.ts';
import { readJson } from '#lib/server/http/read-json.ts';
import { answer } from '#lib/server/http/respond.ts';
import { answerCostQuestions } from '#lib/server/services/answer-cost-questions.ts';

const Questions = z.array(z.unknown()).max(MAX_HTTP_QUESTIONS, `At most ${MAX_HTTP_QUESTIONS} questions.`);

/** The questions of `crossover cost` over HTTP: public/schemas/cost.schema.json. */
export const POST = (request: Request) =>
  answer(async () => Response.json(await answerCostQuestions(await readJson(request, Questions))));
