import { describe, expect, it } from 'vitest';
import { type Capability, SIDES } from '../execution/executor.ts';
import type { Sample } from '../execution/sample.ts';
import { ID } from '../execution/testing/sample.ts';
import { about, both, build, run } from './fixture-run.ts';
import { fixtureMachine, fixturePlan, fixtureWorkload } from './fixture-workload.ts';
import type { BuildReportInput } from './input.ts';

describe('warnings', () => {
  const warned = (samples: readonly Sample[], change: Partial<BuildReportInput> = {}) =>
    build(samples, change).warnings.join('\n');
  it('tell a late generator from a slow side', () => {
    expect(warned(both(20, 20), { sendLateness: { p99Ms: 6, maxMs: 30 } })).toContain(
      'generator itself sent late',
    );
    expect(warned(both(20, 20), { sendLateness: { p99Ms: 4, maxMs: 30 } })).toBe('');
    expect(warned(both(200, 200), { sendLateness: { p99Ms: 6, maxMs: 30 } })).toBe('');
  });
  it('tell code that was written for other events', () => {
    const sources = [{ path: 'handler.js', content: 'exports.handler = async (event) => event.httpMethod;' }];
    expect(warned(both(20, 20), { sources })).toContain('reads event.httpMethod (handler.js:1)');
  });
  it('tell that requests took another time than the workload assumes', () => {
    const taking = (durationSeconds: number) =>
      warned(both(20, 20), { workload: { ...fixtureWorkload, durationSeconds } });
    const steady = warned(both(20, 20));
    for (const near of [0.01, 0.02, 0.039]) expect(taking(near)).toBe(steady);
    for (const far of [0.0097, 0.0395, 3]) expect(taking(far)).toContain('and that is what is priced');
    expect(taking(3)).toContain(
      'The workload assumes 3 s for a request; half of them took 19.6 ms or less here',
    );
  });
  it('tell many failures', () => {
    const failing = run('function', 600, about(20), (index) =>
      index % 5 === 0 ? { outcome: 'timeout', status: null } : {},
    );
    expect(warned([...failing, ...run('container', 600, about(20))])).toContain(
      'only 80% of the requests on the function side',
    );
  });
  it('tell a side that cannot keep up', () => {
    const growing = run('container', 600, (index) => 10 + index * 5);
    expect(warned([...growing, ...run('function', 600, about(20))])).toContain('could not keep up');
    // One turn of a ramp: more is asked at its end.
    const arrivals = {
      kind: 'ramp',
      fromPerSecond: 1,
      toPerSecond: 40,
      seconds: 30,
      spacing: 'even',
    } as const;
    const traffic = { arrivals, requests: 'thinned' as const };
    const plan = { ...fixturePlan, rounds: 1, traffic };
    expect(warned([...growing, ...run('function', 600, about(20))], { plan })).not.toContain('keep up');
    const faster = { ...plan, traffic: { ...traffic, spanSeconds: 300 } };
    expect(warned(both(20, 20), { plan: faster })).toMatch(/^Time was compressed: 5 min in each turn/);
  });
  it.each([
    { first: 30, last: 91, told: true },
    { first: 30, last: 89, told: false },
    { first: 10, last: 61, told: true },
    { first: 10, last: 59, told: false },
  ])('tell a growth from $first to $last ms: $told', ({ first, last, told }) => {
    const growing = run('container', 600, (index) => (index < 300 ? first : last));
    const plan = { ...fixturePlan, rounds: 1 };
    const said = warned([...growing, ...run('function', 600, about(20))], { plan });
    expect(said.includes('could not keep up')).toBe(told);
  });
  it.each([
    ['a hypervisor that takes the processors away', { steal: 0.05, others: 0, waiting: null }, 'hypervisor'],
    ['other programs', { steal: null, others: 0.4, waiting: 0.1 }, 'other programs'],
  ])('tell %s', (_, load, words) => {
    const report = build(both(20, 20), { load });
    expect(report.warnings.join()).toContain(`Unreliable: `);
    expect(report.warnings.join()).toContain(words);
    expect(report.generator).toMatchObject({ load, unsent: 0 });
  });
  it('tell that less was sent than planned', () => {
    expect(warned(both(20, 20), { unsent: 12 })).toContain('12 requests were due and not sent');
  });
  it('have nothing to say about a quiet machine', () => {
    expect(build(both(20, 20), { load: { steal: 0, others: 0.1, waiting: 0.3 } }).generator?.reasons).toEqual(
      [],
    );
  });
  it('tell that environments left while the other side had its turn', () => {
    expect(warned(both(20, 20), { plan: { ...fixturePlan, keepAliveSeconds: 2 } })).toContain('began cold');
    expect(warned(both(20, 20), { plan: { ...fixturePlan, keepAliveSeconds: 2, rounds: 1 } })).toBe('');
  });
  it('tell a side that changed from turn to turn', () => {
    const turns = run('function', 600, about(20), (index) => ({ block: index % 6 })).map((sample) =>
      sample.block === 3 ? { ...sample, receivedAt: sample.receivedAt + 60 } : sample,
    );
    const plan = { ...fixturePlan, rounds: 6 };
    expect(warned([...turns, ...run('container', 600, about(20))], { plan })).toContain(
      'not the same in all its turns',
    );
  });
  it.each([
    { usual: 10, other: 20.1, good: 20, told: true },
    { usual: 10, other: 20.1, good: 19, told: false },
    { usual: 10, other: 19.9, good: 20, told: false },
    { usual: 1, other: 3.1, good: 20, told: true },
    { usual: 1, other: 2.9, good: 20, told: false },
  ])('tell $good of $other ms in another turn than $usual ms: $told', ({ usual, other, good, told }) => {
    const isOther = (index: number) => index >= 600 - good;
    const turns = run(
      'function',
      600,
      (index) => (isOther(index) ? other : usual),
      (index) => ({ block: isOther(index) ? 1 : 0 }),
    );
    const said = warned([...turns, ...run('container', 600, about(20))]);
    expect(said.includes('not the same in all its turns')).toBe(told);
  });
  it.each([
    { ends: 2, requests: 600, warned: false },
    { ends: 3, requests: 600, warned: true },
    { ends: 1, requests: 100, warned: false },
    { ends: 1, requests: 99, warned: true },
    { ends: 2, requests: 200, warned: false },
    { ends: 2, requests: 199, warned: true },
    { ends: 0, requests: 0, warned: false },
    { ends: null, requests: 600, warned: false },
  ])('tell $ends ends of environments in $requests requests: $warned', ({ ends, requests, warned }) => {
    const span = { kind: 'measured', length: 1, cpuTime: null, memory: null, memoryPeak: null } as const;
    const usage = SIDES.map((side) => ({ ...span, candidate: ID[side], instances: 1, ends }));
    const samples = SIDES.flatMap((side) => run(side, requests, about(20)));
    const report = build(samples, { usage });
    expect(report.sides.function.ends).toBe(ends);
    const words = report.warnings.filter((text) => text.includes('by themselves')).join();
    const times = ends === 1 ? 'once' : `${ends} times`;
    const told = warned
      ? [`function side’s environments .*, ${times}: .*container side’s replicas .*, ${times}:`]
      : ['^$'];
    expect(words).toMatch(new RegExp(told.join()));
  });
  it('pass on what the engine noticed', () => {
    expect(build(both(20, 20), { warnings: ['first'] }).warnings).toEqual(['first']);
  });
  it('tell that the container engine enforces no limits', () => {
    const lost = (id: string): Capability => ({
      ...{ id, side: 'container', title: id, status: 'degraded', detail: '', remedy: null },
    });
    const unlimited = { ...fixtureMachine, capabilities: [lost('container-memory'), lost('container-cpu')] };
    expect(build(both(20, 20), { machine: unlimited }).warnings).toEqual([
      expect.stringContaining('does not enforce the memory and CPU limits on this machine'),
    ]);
  });
  it('take the plan into account for the seconds', () => {
    const report = build(both(20, 20), { plan: { ...fixturePlan, rounds: 1, secondsPerCandidate: 30 } });
    expect(report.sides.function.timeline).toHaveLength(30);
    expect(report.sides.function.timeline.every((second) => second.count === 20)).toBe(true);
  });
});
