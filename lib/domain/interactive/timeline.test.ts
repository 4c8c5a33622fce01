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

  it('draws the start of a replica that stood ready before zero, once, in the lane of its first request', () => {
    const run = fixtureRun([
      {
        ...{ kind: 'deployed', side: 'container', engine: 'runc', codeBytes: 1, buildMs: 1 },
        ready: [{ instanceId: 'container-aaaa1111', initMs: 60 }],
      },
      fixtureInvoked('container', 0, [1000, 1100], { handler: 100 }),
      fixtureInvoked('container', 1, [1000, 1100], { handler: 100 }),
    ]);
    const { lanes, begin, end, ticks, table } = prepareTimeline(run, { origin: 'first request' });
    expect(lanes.container[0]?.segments).toEqual([
      { phase: 'before', from: -60, to: 0 },
      { phase: 'handler', from: 0, to: 100 },
    ]);
    expect(lanes.container[1]?.segments.map(({ phase }) => phase)).toEqual(['handler']);
    expect(lanes.container[0]?.words).toContain('its replica had started before, in 60 ms');
    expect(begin).toBeLessThanOrEqual(-60);
    expect(ticks).toContain(0);
    expect([ticks[0], ticks.at(-1)]).toEqual([begin, end]);
    expect(table.rows[0]?.at(-1)).toBe('60 ms');
  });

  it('draws no start twice: that of a cold request is in its own time', () => {
    const run = fixtureRun([
      {
        ...{ kind: 'deployed', side: 'function', engine: 'bubblewrap', codeBytes: 1, buildMs: 1 },
        ready: [{ instanceId: 'function-aaaa1111', initMs: 60 }],
      },
      fixtureInvoked('function', 0, [0, 100], { cold: true, init: 60, handler: 40 }),
    ]);
    const { lanes, begin } = prepareTimeline(run, { origin: 'first request' });
    expect([lanes.function[0]?.segments.map(({ phase }) => phase), begin]).toEqual([['init', 'handler'], 0]);
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
    expect(table.rows[0]?.join(' ')).toContain('cold 5 ms 140 ms 100 ms – 250 ms answered');
    const told = [fixtureInvoked('container', 0, [0, 9], { handler: 8, reported: 3 })];
    const { table: reported } = prepareTimeline(fixtureRun(told), { origin: 'run' });
    expect(reported.rows[0]?.join(' ')).toContain('8 ms 3 ms 9 ms');
    expect(summary).toContain('Functions: 1 invocation, 1 cold, on 1 environment, 250 ms.');
    const empty = prepareTimeline(fixtureRun([]), { origin: 'first request' });
    expect(empty.summary).toContain('no invocation yet');
    expect(empty.end).toBeGreaterThan(0);
  });
});
