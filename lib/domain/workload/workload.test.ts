import { describe, expect, it } from 'vitest';
import { canBeEntry, runtimeOf } from './runtime.ts';
import { Code, inRuntime, runtimesOf, runtimeWords, Workload } from './workload.ts';

const codeOf = (entry: string): Code => ({
  ...{ entry, handler: 'handler', files: [{ path: entry, content: '' }] },
});
const workload = (change: object = {}): unknown => ({
  ...{ name: 'w', code: codeOf('handler.ts'), state: 'none', memoryMiB: 256, timeoutMs: 1000 },
  trigger: { kind: 'http', requests: [{ method: 'GET', path: '/' }] },
  traffic: { requestsPerMonth: 1, shape: 'steady' },
  latencyTarget: { percentile: 95, ms: 100 },
  ...change,
});

describe('the runtime of code', () => {
  it.each([
    ['a.js', 'nodejs'],
    ['a.mts', 'nodejs'],
    ['src/app.py', 'python'],
  ] as const)('of %s is %s', (entry, runtime) => {
    expect([canBeEntry(entry), runtimeOf({ entry })]).toEqual([true, runtime]);
    expect(Code.safeParse(codeOf(entry)).success).toBe(true);
  });

  it.each(['a.rb', 'a.pyc', 'py', 'a.json'])('there is none for %s', (entry) => {
    expect(canBeEntry(entry)).toBe(false);
    expect(Code.safeParse(codeOf(entry)).error?.message).toContain('.js, .mjs, .ts, .mts or .py');
  });
});

describe('a workload with variants', () => {
  const both = Workload.parse(workload({ variants: [codeOf('handler.py')] }));

  it('is what it was before there were any, without them', () => {
    const stored = Workload.parse(workload());
    expect(stored).not.toHaveProperty('variants');
    expect(runtimesOf(stored)).toEqual(['nodejs']);
    expect(inRuntime(stored, 'nodejs')).toEqual(stored);
    expect(inRuntime(stored, 'python')).toBeNull();
  });

  it('offers each runtime once', () => {
    expect(runtimeWords(runtimesOf(both))).toBe('Node.js and Python');
    const twice = Workload.safeParse(workload({ variants: [codeOf('other.js')] }));
    expect(twice.error?.issues[0]).toMatchObject({ path: ['variants'] });
  });

  it('runs in one of them with that code alone', () => {
    const { variants: _, ...rest } = both;
    expect(inRuntime(both, 'python')).toEqual({ ...rest, code: codeOf('handler.py') });
    expect(inRuntime(both, 'nodejs')).toEqual({ ...rest, code: codeOf('handler.ts') });
  });
});
