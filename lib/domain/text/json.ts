import { withoutMark } from './decode.ts';

/**
 * The value of a JSON text, with or without the byte-order mark that Windows editors write. The one reader
 * of JSON that people or other programs send. @throws SyntaxError
 */
export const parseJson = (text: string): unknown => JSON.parse(withoutMark(text));
