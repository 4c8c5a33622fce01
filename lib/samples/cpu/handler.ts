import { createHash } from 'node:crypto';

/** The part of an API Gateway HTTP API event (payload format 2.0) that this function reads. */
interface HttpEvent {
  queryStringParameters?: Record<string, string | undefined>;
}

const ROUNDS = 50_000;

/** Hashes a text over and over, as signing or checking a chain of blocks does: nothing but CPU. */
export async function handler(event: HttpEvent) {
  let digest = event.queryStringParameters?.text ?? 'crossover';
  for (let round = 0; round < ROUNDS; round++) digest = createHash('sha256').update(digest).digest('hex');
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ rounds: ROUNDS, digest }),
  };
}
