import { describe, expect, it } from 'vitest';
import type { BuildInfo } from '../execution/executor.ts';
import { bySide } from './by-side.ts';
import { fixtureReport } from './fixture.ts';
import { packageRows, packageSentence } from './package-rows.ts';
import type { Report } from './report.ts';

const report = fixtureReport();
const built = (fn: Partial<BuildInfo>, container: Partial<BuildInfo>): Report => ({
  ...report,
  candidates: [
    { ...bySide(report).function, build: { ...bySide(report).function.build, ...fn } },
    { ...bySide(report).container, build: { ...bySide(report).container.build, ...container } },
  ],
});

describe('what was deployed', () => {
  it('stands side by side', () => {
    const rows = packageRows(
      built(
        { zipBytes: 1_000, codeBytes: 2_140, buildTime: 4 },
        { codeBytes: 12_000, baseBytes: 100_000_000, layers: 2, buildTime: 312 },
      ),
    );
    expect(rows.map(({ kind, values }) => [kind, values.a, values.b])).toEqual([
      ['bytes', 1_000, 100_012_000],
      ['bytes', 2_140, 12_000],
      ['bytes', null, 100_000_000],
      ['count', null, 2],
      ['ms', 4, 312],
    ]);
  });

  it('is written out', () => {
    const shared = built({ zipBytes: 1_000 }, { codeBytes: 12_000, baseBytes: 99_988_000, layers: 2 });
    expect(packageSentence(shared)).toMatch(/^The image is 100,000 × the size of the ZIP: /);
    expect(packageSentence(shared)).toContain('The next version replaces the code layer of 11.7 KiB alone.');
    const whole = built({ zipBytes: 1_000 }, { codeBytes: 4_000, baseBytes: 0, layers: 3 });
    expect(packageSentence(whole)).toBe('The image is 4 × the size of the ZIP.');
  });

  it('has dashes, and no sentence, in a report that knows no ZIP and no layers', () => {
    const older = { ...bySide(report).function.build, zipBytes: null };
    const image = { ...bySide(report).container.build, layers: null };
    const first: Report = {
      ...report,
      candidates: [
        { ...bySide(report).function, build: older },
        { ...bySide(report).container, build: image },
      ],
    };
    expect(packageSentence(first)).toBeNull();
    expect(packageRows(first)[0]?.values.a).toBeNull();
    expect(packageRows(first)[3]?.values).toEqual({ a: null, b: null });
  });
});
