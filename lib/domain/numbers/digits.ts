/** Groups of three that nobody takes for a decimal point: spaces of every width, apostrophes, underscores. */
const GROUPERS = /[\s_'’]/g;

/** Said beside the text itself. */
export const NOT_A_NUMBER = 'This is not a number.';

export type Digits = { value: number } | { problem: string };

export interface DigitRules {
  /** Fractions are not taken, so that "1.500" can hardly be one and a half. */
  whole: boolean;
}

/**
 * Digits with separators as a number. English unless it cannot be: a comma before exactly three digits
 * groups ("1,000"), any other single comma is a decimal one ("1,5"); where both occur the last one is
 * decimal ("1.234,5"). A single point is decimal, and is asked about where it looks like a group ("1.000").
 */
export function readDigits(text: string, { whole }: DigitRules): Digits {
  const shown = `"${text}"`;
  if (GROUPERS.test(text) && !isGrouped(text))
    return { problem: `${shown}: its digits are not in groups of three.` };
  const plain = text.replace(GROUPERS, '');
  const commas = count(plain, ',');
  const points = count(plain, '.');
  if (commas > 0 && points > 0) return both(plain, shown);
  if (commas > 1) return grouped(plain, ',', shown);
  if (points > 1) return grouped(plain, '.', shown);
  if (commas === 1) return isThousands(plain, ',') ? grouped(plain, ',', shown) : decimal(plain, ',');
  if (points === 1 && isThousands(plain, '.') && (whole || plain.endsWith('0')))
    return ambiguous(plain, text);
  return decimal(plain, '.');
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

/** "1 000", "12_000.5", "1'234'567": one to three digits, then threes. */
const isGrouped = (text: string): boolean => /^\d{1,3}(?:[\s_'’]\d{3})+(?:[.,]\d+)?$/.test(text);

/** "1,000" but not "0,125" or "1234,567". */
const isThousands = (text: string, sign: ',' | '.'): boolean =>
  (sign === ',' ? /^[1-9]\d{0,2},\d{3}$/ : /^[1-9]\d{0,2}\.\d{3}$/).test(text);

/** Threes, or the twos of an Indian lakh. */
function grouped(text: string, sign: ',' | '.', shown: string): Digits {
  const parts = text.split(sign);
  const threes = parts.slice(1).every((part) => /^\d{3}$/.test(part));
  const lakhs =
    sign === ',' &&
    /^\d{3}$/.test(parts.at(-1) ?? '') &&
    parts.slice(1, -1).every((part) => /^\d{2}$/.test(part));
  if (!/^\d{1,3}$/.test(parts[0] ?? '') || !(threes || lakhs))
    return { problem: `${shown}: its digits are not in groups of three.` };
  return { value: Number(parts.join('')) };
}

function both(text: string, shown: string): Digits {
  const sign = text.lastIndexOf(',') > text.lastIndexOf('.') ? ',' : '.';
  const [before = '', after = '', ...more] = text.split(sign);
  if (more.length > 0) return { problem: NOT_A_NUMBER };
  const front = grouped(before, sign === ',' ? '.' : ',', shown);
  return 'problem' in front ? front : decimal(`${front.value}.${after}`, '.');
}

function decimal(text: string, sign: ',' | '.'): Digits {
  const plain = text.replace(sign, '.');
  return /^(?:\d+\.?\d*|\.\d+)$/.test(plain) ? { value: Number(plain) } : { problem: NOT_A_NUMBER };
}

const ambiguous = (plain: string, text: string): Digits => {
  const small = String(Number(plain));
  const large = plain.replace('.', '');
  return {
    problem: `"${text}" can mean ${small} or ${plain.replace('.', ',')}: write ${small} or ${large}.`,
  };
};
