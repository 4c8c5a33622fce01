import { type Digits, NOT_A_NUMBER, readDigits } from './digits.ts';
import { FIELDS, type FieldUnit } from './units.ts';

/** What is measured in a field. */
export interface NumberSpec {
  unit: FieldUnit;
  /** Only whole numbers are meant. */
  whole?: boolean;
  /** The field's own word for what it counts, which may be written behind the number. */
  word?: string;
}

/** A number in the field's unit, nothing at all, or what is wrong with the text. */
export type NumberRead =
  | { kind: 'number'; value: number }
  | { kind: 'none' }
  | { kind: 'wrong'; problem: string };

/** As a form keeps it: null for nothing, NaN for a text that is no number. */
export const numberOrNaN = (read: NumberRead): number | null =>
  read.kind === 'number' ? read.value : read.kind === 'none' ? null : Number.NaN;

const LONGEST = 100;
const NUMBER =
  /^([+-]?)\s*(\d[\d.,\s_'’]*|[.,]\d+)(?:e([+-]?\d{1,3})|\s*[x×*·]\s*10\^([+-]?\d{1,3}))?\s*(.*)$/i;
const POWER = /^([+-]?)10\^([+-]?\d{1,3})\s*(.*)$/;

/** Multipliers behind a number; letters are told from units by the field. */
const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  mil: 1e6,
  million: 1e6,
  millions: 1e6,
  g: 1e9,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  billions: 1e9,
  t: 1e12,
  tn: 1e12,
  trillion: 1e12,
};

/**
 * A number as people write it: "40M", "40,000,000", "1.5 GB", "200ms", "1,5", "2×10^6", "$0.20".
 * Seconds of "1 h 30 min" are added. The value is in the field's unit.
 */
export function readNumber(text: string, spec: NumberSpec): NumberRead {
  const plain = normalized(text);
  if (plain === '') return { kind: 'none' };
  if (plain.length > LONGEST) return wrong(`${quoted(text)} is too long for a number.`);
  const parts = FIELDS[spec.unit].units.ms === 1 ? timeParts(plain) : null;
  const read = parts === null ? readPart(plain, spec) : sum(parts.map((part) => readPart(part, spec)));
  if ('problem' in read) return wrong(read.problem);
  if (!Number.isFinite(read.value)) return wrong(`${quoted(text)} is too large.`);
  return { kind: 'number', value: Number(read.value.toPrecision(15)) };
}

const wrong = (problem: string): NumberRead => ({ kind: 'wrong', problem });
const quoted = (text: string): string => `"${text.trim().slice(0, 40)}"`;

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Raised digits become "^6", full-width ones plain, the minus sign a hyphen. */
const normalized = (text: string): string =>
  text
    .replace(/10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, raised: string) => `10^${lowered(raised)}`)
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .trim();

const lowered = (raised: string): string =>
  [...raised].map((sign) => (sign === '⁻' ? '-' : String(RAISED.indexOf(sign)))).join('');

/** "1h 30m" in its parts; null when there is only one. */
function timeParts(text: string): string[] | null {
  const parts = text.match(/\d[\d.,]*\s*[a-zµμ]+/gi) ?? [];
  return parts.length > 1 && parts.join('').replace(/\s/g, '') === text.replace(/\s/g, '') ? parts : null;
}

function sum(parts: readonly Digits[]): Digits {
  const problem = parts.find((part) => 'problem' in part);
  if (problem !== undefined) return problem;
  return { value: parts.reduce((total, part) => total + ('value' in part ? part.value : 0), 0) };
}

function readPart(text: string, spec: NumberSpec): Digits {
  const money = spec.unit === 'usd' ? text.replace(/^([+-]?)\s*(?:us)?\$\s*/i, '$1') : text;
  const power = POWER.exec(money);
  const [, sign = '', digits = '1', exponent = '', tenth = '', rest = ''] =
    power === null ? (NUMBER.exec(money) ?? []) : [power[0], power[1], '1', power[2], '', power[3]];
  if (power === null && NUMBER.exec(money) === null) return { problem: NOT_A_NUMBER };
  const factor = factorOf(rest, spec);
  if (factor === null) return { problem: unknownUnit(text, rest, spec) };
  const scaled = exponent !== '' || tenth !== '' || factor !== 1;
  const read = readDigits(digits.trim(), { whole: (spec.whole ?? false) && !scaled });
  if ('problem' in read) return read;
  const value = read.value * 10 ** Number(exponent || tenth || 0) * factor;
  return { value: sign === '-' ? -value : value };
}

/** What the words behind the digits multiply by; null when they mean nothing here. */
function factorOf(rest: string, { unit, word }: NumberSpec): number | null {
  const words = rest.toLowerCase().replace(/\s+/g, ' ').trim();
  const { units, own } = FIELDS[unit];
  const one = (text: string): number | null => {
    if (text === '' || text === word?.toLowerCase()) return 1;
    return Object.hasOwn(units, text) ? (units[text] ?? 0) / own : null;
  };
  const whole = one(words);
  if (whole !== null) return whole;
  const [, scale = '', after = ''] = /^([a-z]+)\s*(.*)$/.exec(words) ?? [];
  const multiplier = Object.hasOwn(SCALES, scale) ? SCALES[scale] : undefined;
  const then = multiplier === undefined ? null : one(after);
  return multiplier === undefined || then === null ? null : multiplier * then;
}

function unknownUnit(text: string, rest: string, { unit, word }: NumberSpec): string {
  const known = [FIELDS[unit].words, ...(word ? [word] : [])].join(', ');
  return /^[a-zµμ%$×/ ]/i.test(rest)
    ? `${quoted(text)}: ${quoted(rest)} is no unit here. Write ${known}, or the number alone.`
    : NOT_A_NUMBER;
}
