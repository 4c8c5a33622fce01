import type { z } from 'zod';
import { CrossoverError } from '#lib/domain/errors.ts';
import { JsonLimitError, parseJson } from '#lib/domain/text/json.ts';
import type { Bytes } from '#lib/domain/units.ts';
import { requireStorable } from '../database/storable.ts';

/** A workload may bring 200 files; beyond this nobody typed it. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Of all bodies that are being read at a moment: a crowd of large ones would take the memory of everybody. */
const MOST_AT_ONCE: Bytes = 8 * MAX_BODY_BYTES;
/** Read whatever else is being read: a few large ones that never end must not keep out what people press. */
export const SMALL_BODY: Bytes = 64 * 1024;

const shared = globalThis as typeof globalThis & { crossoverBodyBytes?: Bytes };

/** With a parameter such as `charset=utf-8`; `application/jsonp` and `application/json5` are other types. */
const JSON_TYPE = /^application\/json[ \t]*(;|$)/i;

/**
 * The request's JSON, parsed by the schema: the one reader of bodies. Only `application/json` is taken: a form of
 * another site can send text, but not that type without asking first.
 * @throws CrossoverError `not-json-type`, `body-too-large`, `busy`, `invalid-json`, `invalid-input`; ZodError
 */
export async function readJson<T extends z.ZodType>(request: Request, schema: T): Promise<z.output<T>> {
  if (!JSON_TYPE.test(request.headers.get('content-type') ?? '')) throw notJsonType();
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const parsed = schema.parse(jsonOf(await boundedText(request)));
  requireStorable(parsed);
  return parsed;
}

function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const why =
      error instanceof JsonLimitError ? `too much for one request. ${error.message}` : 'not valid JSON';
    throw refused('invalid-json', `The request is ${why}.`, 'Send a JSON body.');
  }
}

const refused = (code: string, message: string, remedy: string) =>
  new CrossoverError({ code, owner: 'yours', message, remedy });
const notJsonType = () =>
  refused('not-json-type', 'The request is not of type application/json.', 'Send a JSON body.');
const tooLarge = () =>
  refused('body-too-large', 'The request is larger than 8 MiB.', 'Leave out large files.');
const busy = () =>
  refused('busy', 'Too many large requests are being read at once.', 'Try again in some seconds.');

async function boundedText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      shared.crossoverBodyBytes = (shared.crossoverBodyBytes ?? 0) + chunk.byteLength;
      if (size > MAX_BODY_BYTES) throw tooLarge();
      if (size > SMALL_BODY && shared.crossoverBodyBytes > MOST_AT_ONCE) throw busy();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    shared.crossoverBodyBytes = (shared.crossoverBodyBytes ?? 0) - size;
  }
}
