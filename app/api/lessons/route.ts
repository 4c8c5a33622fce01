import { listLessons } from '#lib/lessons/lessons.ts';
import { answer } from '#lib/server/http/respond.ts';

export const GET = () => answer(async () => Response.json(listLessons()));
