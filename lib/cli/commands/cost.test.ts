import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer } from '#lib/domain/cost/vocabulary/question.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { COST_SCHEMA_PATH, costSchemaText } from './cost-schema.ts';

/** `crossover cost` as a script calls it: questions in, answers out. */
function cost(input: string, ...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(projectRoot, 'lib/cli/crossover.ts'), 'cost', ...args]);
  const ended = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (ended.out += chunk));
  child.stderr.on('data', (chunk) => (ended.err += chunk));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
}

describe('crossover cost', () => {
  it('answers what it can, says why not where it cannot, and ends with 0', async () => {
    const { code, out, err } = await cost(
      '[{"id":"a","platform":"aws_lambda","inputs":{"requests":3000000,"duration_ms":120,"memory_mb":1536,"free_tier":true}},' +
        '{"id":"b","platform":"aws_lambda","inputs":{"requests":NaN}},{"id":3,"platform":"nowhere","inputs":{}}]',
    );
    expect([code, err]).toEqual([0, '']);
    const answers = JSON.parse(out) as Answer[];
    expect(answers).toMatchObject([
      {
        id: 'a',
        totalUsd: expect.closeTo(2.73, 2),
        lines: [{ meter: 'Lambda requests' }, { quantity: 540_000 }],
      },
      { id: 'b', error: expect.stringContaining('inputs.requests') },
      { id: 3, error: expect.stringContaining('nearest valid value') },
    ]);
  });

  it.each(['', '{}', '[{]', '"x"'])('refuses %j with a reason and exit code 1', async (input) => {
    const { code, out, err } = await cost(input);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('array');
  });
});

describe('crossover cost --examples', () => {
  it('prints every published example with what is computed', async () => {
    const { code, out } = await cost('', '--examples');
    expect(code).toBe(0);
    expect(out).toMatch(/lambda-ex1 +A +2\.73 +\$2\.733338 +agrees/);
    expect(out).toMatch(/lambda-esm-kafka .*left out: The page counts/);
    expect(out).toContain('48 of 51 hold every printed figure.');
  });
});

describe('the JSON Schema of cost questions', () => {
  it('on disk is what the vocabulary says (else run: node lib/cli/commands/cost-schema.ts)', () => {
    expect(readFileSync(COST_SCHEMA_PATH, 'utf8')).toBe(costSchemaText());
  });

  it('knows every platform and input of the published examples', () => {
    const schema = JSON.parse(costSchemaText()) as {
      $defs: {
        question: {
          properties: { platform: { anyOf: [{ enum: string[] }] }; inputs: { properties: object } };
        };
      };
    };
    const { platform, inputs } = schema.$defs.question.properties;
    const examples = readFileSync(join(projectRoot, 'lib/domain/cost/examples/published.json'), 'utf8');
    const published = JSON.parse(examples) as {
      examples: { platform: string; inputs: object; grade: string }[];
    };
    for (const example of published.examples.filter(({ grade }) => grade !== 'C')) {
      if (!example.platform.includes(' vs ')) expect(platform.anyOf[0].enum).toContain(example.platform);
      for (const name of Object.keys(example.inputs))
        expect(Object.keys(inputs.properties), name).toContain(name);
    }
  });
});
