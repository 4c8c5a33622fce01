import { platformNames } from '../find-sheet.ts';
import { INPUTS, type Input } from './inputs.ts';
import { MAX_QUESTIONS } from './question.ts';

/** JSON Schema (draft 2020-12) of the questions and of the answers. */
export function costSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Crossover cost questions',
    description:
      'Questions for `crossover cost` and POST /api/cost. Each is answered by itself: {id, totalUsd, lines, warnings}, or {id, error}. No input is wanted by all platforms: what is missing on one so that its bill would be smaller gives {id, error} with its name, or is named in the warnings where a part may be meant alone.',
    type: 'array',
    maxItems: MAX_QUESTIONS,
    items: { $ref: '#/$defs/question' },
    $defs: { question: question(), answer: ANSWER, line: LINE },
  };
}

const question = () => ({
  type: 'object',
  required: ['id', 'platform', 'inputs'],
  properties: {
    id: { type: ['string', 'number'], description: 'Given back with the answer.' },
    platform: {
      description: 'A platform, or "aws_lambda vs aws_fargate" to compare two whole bills.',
      anyOf: [{ enum: platformNames() }, { type: 'string', pattern: '^\\S+ vs \\S+$' }],
    },
    inputs: {
      type: 'object',
      description: 'Names that are not listed are not used, and named in the warnings.',
      properties: Object.fromEntries(Object.entries(INPUTS).map(([name, input]) => [name, property(input)])),
    },
  },
});

function property(input: Input): object {
  const { words: description } = input;
  switch (input.type) {
    case 'number':
      return {
        type: input.whole ? 'integer' : 'number',
        minimum: 0,
        maximum: input.max,
        description: input.unit ? `${description} (${input.unit})` : description,
      };
    case 'choice':
      return { enum: input.values, description };
    case 'text':
      return { type: 'string', maxLength: 500, description };
    case 'flag':
      return { type: 'boolean', description };
    case 'flag-or-text':
      return { type: ['boolean', 'string'], description };
    case 'cases': {
      const pair = { type: 'array', items: { type: 'number', minimum: 0 }, minItems: 2, maxItems: 2 };
      return { type: 'array', items: pair, minItems: 1, maxItems: 100, description };
    }
  }
}

const ANSWER = {
  oneOf: [
    {
      type: 'object',
      required: ['id', 'totalUsd', 'lines', 'warnings'],
      properties: {
        id: { type: ['string', 'number'] },
        totalUsd: {
          type: 'number',
          minimum: 0,
          description: 'Sum of the lines that count, exact, not rounded.',
        },
        lines: { type: 'array', items: { $ref: '#/$defs/line' } },
        warnings: { type: 'array', items: { type: 'string' } },
      },
    },
    {
      type: 'object',
      required: ['id', 'error'],
      properties: { id: { type: ['string', 'number'] }, error: { type: 'string' } },
    },
  ],
};

const LINE = {
  type: 'object',
  required: ['meter', 'quantity', 'unit', 'usd'],
  properties: {
    meter: { type: 'string' },
    quantity: { type: 'number', description: 'As metered, before anything free is taken off.' },
    unit: { type: 'string' },
    usd: { type: 'number' },
    free: { type: 'number', description: 'Units of the quantity that cost nothing.' },
    unitPrice: { type: 'number' },
    priceUnit: { type: 'string' },
    source: { type: 'string' },
    asOf: { type: 'string' },
    counted: { const: false, description: 'Shown beside the bill, not part of the total.' },
  },
};
