import { CrossoverError } from '../../errors.ts';
import { FILE_JSON_LIMITS, parseJson } from '../../text/json.ts';

/**
 * A string, or a number that JSON does not know. Some programs write them all the same. A string that is not closed
 * ends the search: to look for its end from every sign of it would take for ever.
 */
const STRING_OR_NO_NUMBER = /"(?:\\[\s\S]|[^"\\])*(?:"|\\?$)|-?\b(?:NaN|Infinity)\b/g;

/**
 * The questions of a text of JSON. NaN and Infinity, which JSON does not know, become texts: they are
 * then refused by name in their own question instead of spoiling all of them.
 * @throws CrossoverError when it is no JSON beyond that.
 */
export function parseQuestions(text: string): unknown {
  const quoted = (match: string): string => (match.startsWith('"') ? match : `"${match}"`);
  try {
    return parseJson(text.replace(STRING_OR_NO_NUMBER, quoted), FILE_JSON_LIMITS);
  } catch (error) {
    throw new CrossoverError({
      code: 'invalid-json',
      owner: 'yours',
      message: `The input is not valid JSON: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Send a JSON array of {id, platform, inputs}.',
    });
  }
}
