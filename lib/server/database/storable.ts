import { CrossoverError } from '#lib/domain/errors.ts';

/** Postgres keeps no zero character and no half of a surrogate pair, neither in text nor in jsonb. */
const kept = (text: string): string => text.toWellFormed().replaceAll('\0', '\u2400');

/**
 * JSON with every text in it fit to be stored: for what code printed, threw or answered, which
 * may be anything and must not keep a run from ending. Keys stay as they are: they are ours.
 */
export const storableJson = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? kept(part) : part));

/**
 * For what somebody sends: a text that would not come back as it went in is refused, not repaired.
 * Call it on values of a known shape: it follows every level.
 * @throws CrossoverError `invalid-input` naming the first such text.
 */
export function requireStorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string') {
    if (kept(value) !== value) throw notStorable(path);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) requireStorable(part, [...path, name]);
  }
}

const notStorable = (path: readonly string[]) =>
  new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `The text${path.length > 0 ? ` at ${path.join('.')}` : ''} holds a zero character or half a surrogate pair, which cannot be stored.`,
    remedy: 'Remove that character, or write it as an escape in the code.',
  });
