import { describe, expect, it } from 'vitest';
import { fixtureInvoked, fixtureRun } from './fixture.ts';
import { prepareTimeline } from './timeline.ts';

const pressed = fixtureRun([
  fixtureInvoked('function', 0, [1000, 1250], { cold: true, queued: 5, init: 140, handler: 100 }),
  fixtureInvoked('container', 0, [1001, 1103], { handler: 100 }),
]);

describe('prepareTimeline', () => {
  it('lays the phases one after another from the first request of their side, and calls the rest passing', () => {
    const { lanes, end, ticks } = prepareTimeline(pressed, { origin: 'first request' });
    expect(lanes.function[0]?.segments).toEqual([
      { phase: 'queued', from: 0, to: 5 },
      { phase: 'init', from: 5, to: 145 },
      { phase: 'handler', from: 145, to: 245 },
      { phase: 'passing', from: 245, to: 250 },
    ]);
    expect(lanes.container[0]?.segments.map(({ phase }) => phase)).toEqual(['handler', 'passing']);
    expect(lanes.container[0]?.segments[0]?.from).toBe(0);
    expect(end).toBeGreaterThanOrEqual(250);
    expect(ticks.at(-1)).toBe(end);
  });

  it('never draws a phase beyond the end that the caller saw', () => {
    const run = fixtureRun([fixtureInvoked('function', 0, [0, 50], { init: 40, handler: 900 })]);
    const [lane] = prepareTimeline(run, { origin: 'run' }).lanes.function;
    expect(lane?.segments.at(-1)).toEqual({ phase: 'handler', from: 40, to: 50 });
  });

  it('draws counts as steps until the last thing known', () => {
    const run = fixtureRun([
      { kind: 'instances', side: 'function', atMs: 0, count: 0 },
      { kind: 'instances', side: 'function', atMs: 100, count: 3 },
      fixtureInvoked('function', 0, [100, 400]),
    ]);
    const timeline = prepareTimeline(run, { origin: 'run', atLeast: 8000 });
    expect(timeline.counts.function).toEqual([
      { from: 0, to: 100, count: 0 },
      { from: 100, to: 400, count: 3 },
    ]);
    expect(timeline).toMatchObject({ end: 8000, mostInstances: 3 });
  });

  it('has every number in the table and both sides in the summary, also before the first event', () => {
    const { table, summary } = prepareTimeline(pressed, { origin: 'first request' });
    expect(table.rows).toHaveLength(2);
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
    expect(table.rows[0]?.join(' ')).toContain('cold 5 ms 140 ms 100 ms 250 ms answered');
    expect(summary).toContain('Functions: 1 invocation, 1 cold, on 1 environment, 250 ms.');
    const empty = prepareTimeline(fixtureRun([]), { origin: 'first request' });
    expect(empty.summary).toContain('no invocation yet');
    expect(empty.end).toBeGreaterThan(0);
  });
});
