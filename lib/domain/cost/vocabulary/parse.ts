import { CrossoverError } from '../../errors.ts';
import { parseJson } from '../../text/json.ts';

/** A string, or a number that JSON does not know. Some programs write them all the same. */
const STRING_OR_NO_NUMBER = /"(?:\\.|[^"\\])*"|-?\b(?:NaN|Infinity)\b/g;

/**
 * The questions of a text of JSON. NaN and Infinity, which JSON does not know, become texts: they are
 * then refused by name in their own question instead of spoiling all of them.
 * @throws CrossoverError when it is no JSON beyond that.
 */
export function parseQuestions(text: string): unknown {
  const quoted = (match: string): string => (match.startsWith('"') ? match : `"${match}"`);
  try {
    return parseJson(text.replace(STRING_OR_NO_NUMBER, quoted));
  } catch (error) {
    throw new CrossoverError({
      code: 'invalid-json',
      owner: 'yours',
      message: `The input is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Send a JSON array of {id, platform, inputs}.',
    });
  }
}
