import { describe, expect, it } from 'vitest';
import { answerQuestions } from './answer.ts';
import { parseQuestions } from './parse.ts';

const errorOf = (platform: string, inputs: unknown): string => {
  const [answer] = answerQuestions([{ id: 1, platform, inputs }]);
  return answer !== undefined && 'error' in answer ? answer.error : '';
};

const usage = { requests: 1e6, duration_ms: 100, memory_mb: 512 };

describe('bad questions', () => {
  it.each([
    [
      'aws_lambda',
      { ...usage, requests: Number.NaN },
      'inputs.requests is NaN, not a finite number; nearest valid value: 0',
    ],
    ['aws_lambda', { ...usage, requests: -1 }, 'inputs.requests is -1, below 0; nearest valid value: 0'],
    [
      'aws_lambda',
      { ...usage, requests: 1e18 },
      'inputs.requests is 1000000000000000000, too large; nearest valid value: 10000000000000',
    ],
    ['aws_lambda', { ...usage, requests: Number.POSITIVE_INFINITY }, 'nearest valid value: 10000000000000'],
    [
      'aws_lambda',
      { ...usage, requests: '5e6' },
      'inputs.requests is "5e6": a finite number of at least 0 wanted; nearest valid value: 5000000',
    ],
    ['aws_lambda', { ...usage, requests: '40M' }, 'nearest valid value: 40000000'],
    ['aws_lambda', { ...usage, memory_mb: '1.5 GB' }, 'nearest valid value: 1536'],
    ['aws_lambda', { ...usage, duration_ms: 'soon' }, 'nearest valid value: 0'],
    ['aws_lambda', { ...usage, requests: null }, 'inputs.requests is null'],
    ['aws_lambda', { ...usage, memory_mb: 64 }, 'nearest valid value: 128'],
    ['aws_lambda', { ...usage, memory_mb: 128.5 }, 'does not sell 128.5 MB'],
    ['aws_lambda', { ...usage, memory_mb: 20_000 }, 'nearest valid value: 10240 MB'],
    ['aws_lambda', { ...usage, duration_ms: 1e6 }, 'nearest valid value: 900000 ms'],
    ['aws_lambda', { ...usage, arch: 'arm' }, 'not one of x86, arm64; nearest valid value: arm64'],
    ['aws_lambda', { ...usage, free_tier: 'maybe' }, 'inputs.free_tier "maybe"'],
    ['aws_lambda', { ...usage, region: 'us-east-2' }, 'nearest valid value: us-east-1'],
    ['aws_lambda', { requests: 1e6, payload: 'much' }, 'inputs.payload "much"'],
    ['aws_lambda', { cases: [[1]] }, 'inputs.cases holds [1]'],
    ['aws_lamda', usage, 'Unknown platform "aws_lamda"; nearest valid value: aws_lambda'],
    ['AWS Fargate', {}, 'nearest valid value: aws_fargate'],
    ['ibm_cloud_functions', {}, 'ended in October 2024'],
    ['others_2026_07', {}, 'ask for one of: alibaba_fc'],
    ['gcp_app_engine', { hours: 1 }, 'no sourced price'],
    ['aws_fargate', { tasks: 1, vcpu: 3, gb: 6, hours: 1 }, 'nearest valid value: 2'],
    ['aws_fargate', { tasks: 1, vcpu: 0.25, gb: 4, hours: 1 }, 'nearest valid value: 2'],
    ['aws_ec2', { instance: 'm5.huge', hours: 1 }, 'nearest valid value: m5.large'],
    ['azure_aks', { node: 'Standard_D4_v2', hours: 1 }, 'nearest valid value: Standard_D2_v2'],
    [
      'gcp_cloud_run',
      { requests: 1, duration_ms: 1, vcpu: 16, gib: 1 },
      'inputs.vcpu is 16, too large; nearest valid value: 8',
    ],
    ['azure_functions_flex', { executions: 1, duration_ms: 1, memory_gb: 1 }, 'nearest valid value: 512 MB'],
    ['scaleway_functions', usage, 'give inputs.usd_per_eur'],
    ['aws_fargate', {}, 'hold nothing that AWS Fargate bills'],
    ['ecs-ec2 vs fargate', {}, 'understood as "aws_lambda vs aws_fargate"'],
  ])('%s %j: %s', (platform, inputs, words) => expect(errorOf(platform, inputs)).toContain(words));

  it('names all that is wrong at once', () => {
    const error = errorOf('aws_lambda', { requests: -1, duration_ms: 'x', arch: 'mips' });
    for (const name of ['requests', 'duration_ms', 'arch']) expect(error).toContain(`inputs.${name}`);
  });

  it('still answers the rest', () => {
    const answers = answerQuestions([
      { id: 'bad', platform: 'x', inputs: {} },
      7,
      null,
      { id: 'good', platform: 'aws_lambda', inputs: usage },
    ]);
    expect(answers.map((answer) => 'error' in answer)).toEqual([true, true, true, false]);
    expect(answers.map((answer) => answer.id)).toEqual(['bad', 1, 2, 'good']);
  });

  it('does not confuse inputs with what objects inherit', () => {
    const inputs = JSON.parse('{"__proto__": 5, "constructor": 5, "requests": 1000000}') as object;
    const [answer] = answerQuestions([{ id: 1, platform: 'aws_lambda', inputs }]);
    expect(answer).toMatchObject({ totalUsd: 0.2 });
    expect(errorOf('constructor', {})).toContain('Unknown platform');
    expect(errorOf('toString', {})).toContain('Unknown platform');
  });

  it('takes a list only', () => {
    expect(() => answerQuestions({})).toThrow('no array');
    expect(() => answerQuestions(Array.from({ length: 10_001 }))).toThrow('no array of at most 10000');
  });
});

describe('parseQuestions', () => {
  it('reads NaN and Infinity, which JSON does not know, as something to refuse', () => {
    const text =
      '[{"id":"NaN, -Infinity","platform":"aws_lambda","inputs":{"requests":NaN,"hours":-Infinity}}]';
    expect(parseQuestions(text)).toEqual([
      { id: 'NaN, -Infinity', platform: 'aws_lambda', inputs: { requests: 'NaN', hours: '-Infinity' } },
    ]);
    const [answer] = answerQuestions(parseQuestions(text));
    expect(answer).toMatchObject({ error: expect.stringContaining('inputs.requests is "NaN"') });
  });
  it('reads a text that never ends in time linear in its length', () => {
    expect(() => parseQuestions(`["${'\\"'.repeat(2_000_000)}`)).toThrow('not valid JSON');
  });
  it('says where other text is no JSON', () => expect(() => parseQuestions('[{]')).toThrow('not valid JSON'));
});
