import { type NumberRead, type NumberSpec, readNumber } from './read-number.ts';

/**
 * Several numbers of one field, empty places left out. Semicolons separate, else commas with a space
 * behind them ("1,024, 2,048"), else commas, else spaces ("128 256", "1 GB 2 GB").
 */
export const readNumbers = (text: string, spec: NumberSpec): NumberRead[] =>
  listOf(text)
    .map((part) => readNumber(part, spec))
    .filter(({ kind }) => kind !== 'none');

function listOf(text: string): string[] {
  if (text.includes(';')) return text.split(';');
  if (/,\s/.test(text)) return text.split(/,\s+/).map((part) => part.replace(/,$/, ''));
  if (text.includes(',')) return text.split(',');
  return joinedUnits(text.trim().split(/\s+/));
}

/** A word without a digit belongs to the number before it. */
const joinedUnits = (words: readonly string[]): string[] =>
  words
    .map((word, at) => (at === 0 || /\d/.test(word) ? `\n${word}` : ` ${word}`))
    .join('')
    .split('\n')
    .filter(Boolean);
