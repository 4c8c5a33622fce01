import { describe, expect, it } from 'vitest';
import { endsOf, type UsageSpan, usageOf } from './usage.ts';

const span = (change: Partial<UsageSpan> = {}): UsageSpan => ({
  candidate: 'b',
  kind: 'measured',
  length: 1000,
  cpuTime: 500,
  memory: 100,
  memoryPeak: 150,
  instances: 1,
  ...change,
});

describe('endsOf', () => {
  it('adds up what ended in all blocks of a candidate, and nothing where one was not counted', () => {
    const spans = [span({ ends: 2 }), span({ kind: 'idle', ends: 1 }), span({ candidate: 'a', ends: null })];
    expect([endsOf('b', spans), endsOf('a', spans), endsOf('a', [])]).toEqual([3, null, null]);
    expect(endsOf('b', [...spans, span()])).toBeNull();
  });
});

describe('usageOf', () => {
  it('adds up what a side used, and keeps what it used while idle apart', () => {
    const spans = [
      span(),
      span({ cpuTime: 100, length: 2000, memory: 400, memoryPeak: 420 }),
      span({ kind: 'idle', cpuTime: 10, memory: 50 }),
      span({ candidate: 'a', cpuTime: 9999 }),
    ];
    expect(usageOf('b', spans, 60)).toEqual({
      cpuPerRequest: 10,
      processors: 0.2,
      memory: 300,
      memoryPeak: 420,
      idle: { time: 1000, processors: 0.01, memory: 50, instances: 1 },
    });
  });

  it('says nothing rather than too little', () => {
    expect(usageOf('a', [span()], 60)).toBeNull();
    const part = usageOf('b', [span(), span({ cpuTime: null, memory: null, memoryPeak: null })], 60);
    expect(part).toMatchObject({ cpuPerRequest: null, processors: null, memory: 100, memoryPeak: 150 });
    expect(usageOf('b', [span()], 0)).toMatchObject({
      cpuPerRequest: null,
      idle: { time: 0, processors: null, memory: null, instances: 0 },
    });
  });
});
