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
    expect(vitestCounts(file({ numPassedTests: 3, numFailedTests: 1 }))).toEqual({ passed: 3, failed: 1 });
    const stats = { expected: 2, unexpected: 1, flaky: 1 };
    expect(playwrightCounts(file({ stats }))).toEqual({ passed: 2, failed: 2 });
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
