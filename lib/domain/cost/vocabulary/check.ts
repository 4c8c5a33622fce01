import { CrossoverError } from '../../errors.ts';
import { specOfLabel } from '../../numbers/labels.ts';
import { readNumber } from '../../numbers/read-number.ts';
import { nearestText } from '../nearest.ts';
import { type ChoiceInput, INPUTS, type Input, type NumberInput } from './inputs.ts';
import type { Limit, Limits } from './limits.ts';

/** Inputs after the check: numbers that are numbers, choices that exist. */
export interface Inputs {
  numbers: Readonly<Record<string, number>>;
  texts: Readonly<Record<string, string>>;
  flags: Readonly<Record<string, boolean>>;
  cases: readonly (readonly [memoryMb: number, ms: number])[] | null;
  /** Names that are not in the vocabulary. */
  unknown: readonly string[];
}

/**
 * Every input against the vocabulary and the platform's limits. @throws CrossoverError that names every
 * bad one with its nearest valid value.
 */
export function checkInputs(raw: Readonly<Record<string, unknown>>, limits: Limits = {}): Inputs {
  const problems: string[] = [];
  const found = {
    numbers: {} as Record<string, number>,
    texts: {} as Record<string, string>,
    flags: {} as Record<string, boolean>,
    cases: null as Inputs['cases'],
    unknown: [] as string[],
  };
  for (const [name, value] of Object.entries(raw)) {
    const input = Object.hasOwn(INPUTS, name) ? INPUTS[name] : undefined;
    if (input === undefined) found.unknown.push(name);
    else {
      const problem = take(name, value, input, found) ?? beyond(found.numbers[name], input, limits[name]);
      if (problem !== null) problems.push(`inputs.${name} ${problem}`);
    }
  }
  if (problems.length > 0) throw badInputs(problems);
  return found;
}

/** How far a number that anyone could mean is from what the platform takes. */
function beyond(value: number | undefined, input: Input, limit: Limit | undefined): string | null {
  if (value === undefined || limit === undefined || input.type !== 'number') return null;
  const { least = 0, most = input.max } = limit;
  const unit = input.unit && ` ${input.unit}`;
  if (value > most) return `is ${value}, too large; nearest valid value: ${most}${unit}`;
  return value < least ? `is ${value}, too small; nearest valid value: ${least}${unit}` : null;
}

interface Sink {
  numbers: Record<string, number>;
  texts: Record<string, string>;
  flags: Record<string, boolean>;
  cases: Inputs['cases'];
}

/** Files the value where it belongs; what is wrong with it otherwise. */
function take(name: string, value: unknown, input: Input, into: Sink): string | null {
  if (typeof value === 'number' && input.type === 'number') {
    into.numbers[name] = value;
    return numberProblem(value, input);
  }
  if (typeof value === 'boolean' && (input.type === 'flag' || input.type === 'flag-or-text')) {
    into.flags[name] = value;
    return null;
  }
  if (typeof value === 'string' && value.length <= 500) {
    if (input.type === 'choice') return takeChoice(name, value, input, into);
    if (input.type === 'text' || input.type === 'flag-or-text') {
      into.texts[name] = value;
      return null;
    }
  }
  if (input.type === 'cases') return takeCases(value, into);
  const nearest = input.type === 'number' ? `; nearest valid value: ${nearestOf(value, input)}` : '';
  return `is ${show(value)}: ${EXPECTED[input.type]} wanted${nearest}`;
}

/** The number that a text means when it means one: "40M", "1.5 GB". */
function nearestOf(value: unknown, { max, unit }: NumberInput): number {
  const read = typeof value === 'string' ? readNumber(value, specOfLabel(unit)) : null;
  return read?.kind === 'number' ? Math.min(max, Math.max(0, read.value)) : 0;
}

const EXPECTED: Readonly<Record<Input['type'], string>> = {
  number: 'a finite number of at least 0',
  choice: 'one of the listed words',
  text: 'a text of at most 500 characters',
  flag: 'true or false',
  'flag-or-text': 'true, false or a text',
  cases: 'pairs of memory_mb and duration_ms',
};

function numberProblem(value: number, { max, unit, whole }: NumberInput): string | null {
  if (!Number.isFinite(value))
    return `is ${value}, not a finite number; nearest valid value: ${value > 0 ? max : 0}`;
  if (value < 0) return `is ${value}, below 0; nearest valid value: 0`;
  if (value > max) return `is ${value}, too large; nearest valid value: ${max}${unit && ` ${unit}`}`;
  if (whole && !Number.isInteger(value))
    return `is ${value}, no whole number; nearest valid value: ${Math.round(value)}`;
  return null;
}

function takeChoice(name: string, value: string, { values }: ChoiceInput, into: Sink): string | null {
  const known = values.find((one) => one.toLowerCase() === value.toLowerCase());
  if (known === undefined) {
    return `is "${value}", not one of ${values.join(', ')}; nearest valid value: ${nearestText(value, values)}`;
  }
  into.texts[name] = known;
  return null;
}

function takeCases(value: unknown, into: Sink): string | null {
  if (!Array.isArray(value) || value.length === 0 || value.length > 100)
    return `is no list of 1 to 100 pairs`;
  const cases: [number, number][] = [];
  for (const pair of value) {
    const [memory, ms]: unknown[] = Array.isArray(pair) ? pair : [];
    if (!(isAmount(memory) && isAmount(ms))) return `holds ${show(pair)}: ${EXPECTED.cases} wanted`;
    cases.push([memory, ms]);
  }
  into.cases = cases;
  return null;
}

const isAmount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= 1e10;

const show = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, 60);

const badInputs = (problems: readonly string[]) =>
  new CrossoverError({
    code: 'invalid-input',
    owner: 'yours',
    message: `${problems.join('. ')}.`,
    remedy: 'Correct the named inputs.',
  });
