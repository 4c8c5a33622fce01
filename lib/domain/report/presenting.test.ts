import { describe, expect, it } from 'vitest';
import { bySide } from './by-side.ts';
import { fixtureReport } from './fixture.ts';
import { keyNumbers } from './key-numbers.ts';
import { latencyGroups } from './latency-rows.ts';
import { ReportSummary, summaryOf } from './report-summary.ts';
import second from './versions/testing/2-last.json' with { type: 'json' };
import { readReport } from './versions/versions.ts';
import { effortOf, signKey, weighDimensions } from './weights.ts';

const report = fixtureReport();

describe('keyNumbers', () => {
  const [p95, cost, lockIn] = keyNumbers(report);

  it('shows the p95 of both sides with interval and the tested difference', () => {
    expect(p95?.values).toMatchObject({
      function: { value: bySide(report).function.latency.p95?.value, note: 'meets your 50 ms at p95' },
      container: { interval: bySide(report).container.latency.p95?.interval },
    });
    expect(p95?.difference).toMatch(/^Functions [\d.]+ times slower, between [\d.]+ and [\d.]+$/);
  });

  it('shows the bills, and how much of them is assumed', () => {
    expect(cost?.values).toMatchObject({ container: { value: bySide(report).container.bill.totalUsd } });
    expect(cost?.difference).toMatch(/^Containers \$[\d.]+ more a month, between \$/);
  });

  it('keeps what another run may change apart from what is assumed', () => {
    const [fn, container] = [bySide(report).function.bill, bySide(report).container.bill];
    expect(cost?.values).toMatchObject({
      function: { interval: fn.interval, assumed: fn.assumedRange },
      container: {
        interval: null,
        assumed: container.assumedRange,
        note: 'the same in another run; 4 of 5 lines assumed',
      },
    });
    expect(fn.assumedRange?.[0]).toBeLessThan(fn.interval[0]);
    const same = { ...bySide(report).function, bill: { ...fn, assumedRange: [5, 5] as const } };
    const [, none] = keyNumbers({ ...report, candidates: [same, bySide(report).container] });
    expect(none?.values).toMatchObject({ function: { assumed: null } });
  });

  it('counts findings once: the code is the same on both sides', () => {
    expect(lockIn?.values).toMatchObject({ both: { value: report.lockIn.findings.length } });
  });

  it('claims nothing about code that was not read', () => {
    const unread = { ...report.lockIn, findings: [], filesRead: 0, unread: ['handler.py'] };
    const [, , none] = keyNumbers({ ...report, lockIn: unread });
    expect(none).toMatchObject({
      values: { both: { value: null, note: 'not judged: only JavaScript and TypeScript are read' } },
      difference: 'no dimension was looked at',
    });
    const [, , some] = keyNumbers({ ...report, lockIn: { ...unread, filesRead: 2 } });
    expect(some?.values).toMatchObject({
      both: { value: 0, note: 'none found in the code; 1 file was not read' },
    });
  });

  it('says so when there are too few good requests', () => {
    expect(keyNumbers({ ...report, differences: [] })[0]?.difference).toBe(
      'too few good requests to compare',
    );
    const none = { ...bySide(report).function, requests: 0 };
    const unsent = {
      ...report,
      differences: [],
      candidates: [none, { ...none, id: 'b', mode: 'container' }] as const,
    };
    expect(keyNumbers(unsent)[0]?.difference).toBe('no request was sent');
  });

  it('says when the target could not be decided', () => {
    const [row] = keyNumbers({
      ...report,
      candidates: report.candidates.map((one) => ({ ...one, targetMet: one.id === 'a' ? null : false })),
    });
    expect(row?.values).toMatchObject({
      function: { note: 'undecided: your 50 ms at p95' },
      container: { note: 'misses your 50 ms at p95' },
    });
  });
});

describe('latencyGroups', () => {
  const groups = latencyGroups(report);

  it('keeps all, warm, every phase and cold apart', () => {
    const ids = ['all', 'warm', 'queue', 'handler', 'reported', 'network', 'cold'];
    expect(groups.map((group) => group.id)).toEqual(ids);
  });

  it('says of a report of before that the time in the handler is what the code reported, and was billed', () => {
    const old = latencyGroups(readReport(second));
    expect(old.map(({ id }) => id)).not.toContain('handler');
    const { p50 } = second.sides.function.handler;
    expect(old.find(({ id }) => id === 'reported')).toMatchObject({
      note: expect.stringMatching(/billed it/),
      rows: [{ label: 'p50', function: p50 }, { label: 'p95' }],
    });
  });

  it('writes a difference only where one was tested', () => {
    const [all, warm, , handler] = groups.map((group) => group.rows.map((row) => row.difference !== null));
    expect(all).toEqual([true, false, true, true, false, false]);
    expect(warm).toEqual([true, true]);
    expect(handler).toEqual([false, false]);
  });
});

describe('summaryOf', () => {
  it('is the verdict, the p95 and the monthly bill of each side, and how much is to be read with care', () => {
    const summary = summaryOf({ ...report, warnings: ['one', 'two'] });
    expect(ReportSummary.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
    const { choice, sentence, confidence } = report.verdict;
    expect(summary).toMatchObject({ verdict: { choice, sentence, confidence }, warnings: 2 });
    expect(bySide(summary).container).toEqual({
      ...{ id: 'b', mode: 'container' },
      p95: bySide(report).container.latency.p95?.value,
      usdPerMonth: bySide(report).container.bill.totalUsd,
    });
    expect(JSON.stringify(summary).length).toBeLessThan(1000);
  });
});

describe('weighDimensions', () => {
  const [finding] = report.lockIn.findings;

  it('is the report itself until the reader changes something', () => {
    const rows = weighDimensions(report.lockIn, {});
    expect(rows.map(({ changed: _, ...row }) => row)).toEqual(report.lockIn.dimensions);
    expect(rows.some((row) => row.changed)).toBe(false);
  });

  it('changes a sign in all its places, counts it once and says so', () => {
    if (!finding) throw new Error('the example has findings');
    const twice = { ...report.lockIn, findings: [...report.lockIn.findings, { ...finding, line: 99 }] };
    const weights = { [signKey(finding)]: 3 };
    expect(twice.findings.filter((one) => effortOf(one, weights) === 3)).toHaveLength(2);
    const row = weighDimensions(twice, weights).find((one) => one.dimension === finding.dimension);
    expect(row).toMatchObject({ changed: true, effort: 3 });
  });

  it('shows the hardest sign of a dimension: judgements are not added up', () => {
    if (!finding) throw new Error('the example has findings');
    const other = { ...finding, signal: 'another sign', effort: 4 };
    const both = { ...report.lockIn, findings: [...report.lockIn.findings, other] };
    const row = weighDimensions(both, { [signKey(finding)]: 2 }).find(
      (one) => one.dimension === finding.dimension,
    );
    expect(row?.effort).toBe(4);
  });
});
