import { describe, expect, it } from 'vitest';
import { assessLockIn } from './assess.ts';
import { DIMENSIONS } from './signals/dimensions.ts';
import { read, seen } from './testing/read.ts';

describe('assessLockIn', () => {
  const mixed = [
    {
      path: 'a.mjs',
      content: `import { S3Client } from '@aws-sdk/client-s3';\nimport pg from 'pg';\nconst port = process.env.PORT;`,
    },
    {
      path: 'b.js',
      content: `const a = require('@aws-sdk/client-s3');\nconst b = require('@aws-sdk/client-dynamodb');`,
    },
    { path: 'Dockerfile', content: 'FROM scratch' },
  ];

  it('names file, line, excerpt, alternative and source', () => {
    expect(assessLockIn(mixed).findings[0]).toEqual({
      file: 'a.mjs',
      line: 1,
      excerpt: "import { S3Client } from '@aws-sdk/client-s3';",
      signal: '@aws-sdk/client-s3',
      vendor: 'AWS',
      service: 'S3',
      dimension: 'BaaS and data services',
      effort: 2,
      alternative: expect.stringContaining('S3-compatible'),
      source: expect.stringContaining('not checked'),
    });
  });

  it('quotes what the user wrote, not what was left once the types were blanked', () => {
    const written = 'export async function handler(event: HttpEvent): Promise<HttpAnswer> {}';
    const blanked = 'export async function handler(event           )                      {}';
    const { findings } = assessLockIn(
      [{ path: 'h.ts', content: blanked }],
      [{ path: 'h.ts', content: written }],
    );
    expect(findings.map(({ excerpt }) => excerpt)).toEqual([written]);
  });

  it('counts the contract that Crossover itself demands once, with all its places', () => {
    const code =
      'export const handler = async (event, context) => {\n  const { rawPath } = event;\n  return { statusCode: 200, body: rawPath + event.requestContext.http.method };\n};';
    const { findings, dimensions, sentence } = assessLockIn([
      { path: 'a.js', content: code },
      { path: 'b.js', content: 'export const reply = (body) => ({ statusCode: 200, body });' },
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ signal: 'the adapter', file: 'a.js', line: 1, effort: 1 });
    expect(findings[0]?.places?.map(({ file, line, part }) => `${file}:${line} ${part}`)).toEqual([
      'a.js:1 Lambda handler',
      'a.js:2 HTTP API event',
      'a.js:3 HTTP API event',
      'a.js:3 Lambda proxy response',
      'b.js:1 Lambda proxy response',
    ]);
    expect(dimensions.filter((one) => one.findings > 0)).toEqual([
      { dimension: 'handler signature / API', findings: 1, effort: 1 },
    ]);
    expect(sentence).toMatch(/^No sign of vendor coupling beyond the adapter in 2 files/);
  });

  it('lists every dimension, also those without findings, and shows the effort of its hardest sign', () => {
    const { dimensions } = assessLockIn(mixed);
    expect(dimensions.map((one) => one.dimension)).toEqual([...DIMENSIONS]);
    expect(dimensions.find((one) => one.dimension === 'BaaS and data services')).toEqual({
      dimension: 'BaaS and data services',
      findings: 3,
      effort: 5,
    });
    expect(dimensions.find((one) => one.dimension === 'observability')).toMatchObject({
      findings: 0,
      effort: 0,
    });
  });

  it('shows what is portable', () => {
    const { portable, sentence, filesRead } = assessLockIn(mixed);
    expect(portable.map((one) => `${one.file}:${one.line}`)).toEqual(['a.mjs:3', 'a.mjs:2', 'Dockerfile:1']);
    expect(sentence).toBe('3 signs of coupling to AWS in 2 of 3 files, most effort for DynamoDB (5 of 5).');
    expect(filesRead).toBe(3);
  });

  it('never skips a file in silence', () => {
    const result = assessLockIn([
      { path: 'good.js', content: 'let a = 1;' },
      { path: 'bad.js', content: 'function (' },
      { path: 'view.js', content: 'const x = <b/>;' },
    ]);
    expect(result.filesRead).toBe(1);
    expect(result.sentence).toContain('Not read, because they do not parse: bad.js, view.js.');
  });

  it('reads scripts as well as modules', () => {
    expect(seen("with (a) { require('aws-sdk'); }")).toEqual(['1 AWS SDK v2 monolith']);
    expect(seen("#!/usr/bin/env node\nrequire('aws-sdk');")).toEqual(['2 AWS SDK v2 monolith']);
  });

  it('bounds what it quotes and survives strange input', () => {
    const long = `import '@aws-sdk/client-s3'; const x = '${'y'.repeat(5000)}';`;
    expect(read(long).findings[0]?.excerpt.length).toBeLessThanOrEqual(160);
    expect(
      read('const a = b; const b2 = a; a.b.c().d?.["e"]; new (f())(); export default class {}').filesRead,
    ).toBe(1);
    expect(assessLockIn([])).toMatchObject({ findings: [], filesRead: 0 });
  });
});

describe('files in Python', () => {
  const boto = { path: 'python/handler.py', content: 'import boto3\ndef handler(event, context): return {}' };
  const script = { path: 'tool.js', content: "import 'aws-sdk';" };

  it('are named as not read: nothing is claimed about them', () => {
    const { findings, filesRead, unread, sentence } = assessLockIn([boto]);
    expect([findings, filesRead, unread]).toEqual([[], 0, ['python/handler.py']]);
    expect(sentence).toBe(
      'Coupling to vendors is not judged. Not read, because only JavaScript and TypeScript are, and it is Python: python/handler.py.',
    );
  });

  it('do not keep the others from being read', () => {
    const broken = { path: 'broken.js', content: '(' };
    const { findings, filesRead, sentence } = assessLockIn([boto, { ...boto, path: 'a.py' }, script, broken]);
    expect([findings.length, filesRead]).toEqual([1, 1]);
    expect(sentence).toMatch(
      /^One sign .* they are Python: python\/handler.py, a.py. Not read, because it does not parse: broken.js.$/,
    );
  });
});
