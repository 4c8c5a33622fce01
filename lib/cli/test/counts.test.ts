import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checked, playwrightCounts, vitestCounts } from './counts.ts';

const scratch = mkdtempSync(join(tmpdir(), 'counts-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let files = 0;
const file = (content: unknown) => {
  files += 1;
  const path = join(scratch, `${files}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
};

describe('counting what a runner did', () => {
  it('reads both runners', () => {
    const test = (fullName: string, status: string) => ({ fullName, status });
    const testResults = [
      { name: 'a.ts', status: 'passed', assertionResults: [test('one', 'passed')] },
      {
        name: 'b.ts',
        status: 'failed',
        assertionResults: [test('two', 'passed'), test('three', 'passed'), test('four', 'failed')],
      },
      { name: 'set-up.ts', status: 'failed', assertionResults: [] },
    ];
    expect(vitestCounts(file({ numPassedTests: 3, numFailedTests: 1, testResults }))).toEqual({
      ...{ passed: 3, failed: 1, onlyAgain: [], failures: ['b.ts > four', 'set-up.ts'] },
      files: ['b.ts', 'set-up.ts'],
    });
    const stats = { expected: 2, unexpected: 1, flaky: 1 };
    const spec = (title: string, status: string) => ({ title, file: 'a.spec.ts', tests: [{ status }] });
    const suites = [
      { specs: [spec('good', 'expected')], suites: [{ specs: [spec('bad', 'unexpected')] }] },
      { specs: [spec('now and then', 'flaky')] },
    ];
    expect(playwrightCounts(file({ stats, suites }))).toEqual({
      ...{ passed: 3, failed: 1, files: [] },
      ...{ failures: ['e2e/a.spec.ts > bad'], onlyAgain: ['e2e/a.spec.ts > now and then'] },
    });
    expect(vitestCounts('/nowhere.json')).toBeNull();
  });

  it('takes silence and contradiction for failure', () => {
    expect(checked(null, 0)).toEqual({ passed: 0, failed: 1 });
    expect(checked({ passed: 0, failed: 0 }, 0)).toEqual({ passed: 0, failed: 1 });
    expect(checked({ passed: 5, failed: 0 }, 1)).toEqual({ passed: 5, failed: 1 });
    expect(checked({ passed: 5, failed: 2 }, 1)).toEqual({ passed: 5, failed: 2 });
    expect(checked({ passed: 5, failed: 0 }, 0)).toEqual({ passed: 5, failed: 0 });
  });
});
