import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { billedDuration, gibSeconds } from './billing.ts';
import { FunctionConfiguration } from './configuration.ts';
import { drawKeepAlive, KeepAlive } from './keep-alive.ts';
import { cpusOf } from './limits.ts';
import { billedRecord, type Measured } from './record.ts';
import { initReportLine, reportLine } from './report-line.ts';

const base = { runtime: 'nodejs', handler: 'index.handler' } as const;

describe('configuration', () => {
  it('has the defaults of the platform', () => {
    expect(FunctionConfiguration.parse(base)).toMatchObject({
      memoryMiB: 128,
      timeoutMs: 3_000,
      tmpMiB: 512,
    });
  });

  it.each<[string, object]>([
    ['memory below 128', { memoryMiB: 127 }],
    ['memory above 10,240', { memoryMiB: 10_241 }],
    ['memory in fractions', { memoryMiB: 128.5 }],
    ['a timeout above 900 s', { timeoutMs: 900_001 }],
    ['a timeout below 1 s', { timeoutMs: 999 }],
    ['a small /tmp', { tmpMiB: 511 }],
    ['an unknown runtime', { runtime: 'cobol' }],
    ['a handler without a function', { handler: 'index' }],
    ['a reserved variable', { environment: { AWS_REGION: 'x' } }],
    ['a variable name with a dash', { environment: { 'a-b': 'x' } }],
    ['a zero character', { environment: { AB: 'x\0y' } }],
    ['4 KB of variables and more', { environment: { AB: 'é'.repeat(2_048) } }],
    ['a keep-alive upside down', { keepAlive: { kind: 'uniform', fromMs: 2, toMs: 1 } }],
  ])('refuses %s', (_name, over) => {
    expect(FunctionConfiguration.safeParse({ ...base, ...over }).success).toBe(false);
  });

  it('takes the limits themselves, and any handler for provided', () => {
    const most = {
      memoryMiB: 10_240,
      timeoutMs: 900_000,
      tmpMiB: 10_240,
      environment: { AB: 'x'.repeat(4_094) },
    };
    expect(FunctionConfiguration.safeParse({ ...base, ...most }).success).toBe(true);
    expect(FunctionConfiguration.safeParse({ runtime: 'provided' }).success).toBe(true);
  });

  it('gives CPU in proportion to memory', () => {
    expect([cpusOf(1_769), cpusOf(884.5), cpusOf(3_538)]).toEqual([1, 0.5, 2]);
  });
});

describe('keep-alive', () => {
  const mean = (keepAlive: KeepAlive) => {
    const random = seededRandom(7);
    const drawn = Array.from({ length: 20_000 }, () => drawKeepAlive(keepAlive, random));
    return drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length;
  };

  it.each<[KeepAlive, number]>([
    [{ kind: 'fixed', ms: 5_000 }, 5_000],
    [{ kind: 'uniform', fromMs: 1_000, toMs: 3_000 }, 2_000],
    [{ kind: 'exponential', meanMs: 4_000 }, 4_000],
  ])('%o has the mean it says', (keepAlive, expected) => {
    expect(KeepAlive.parse(keepAlive)).toEqual(keepAlive);
    expect(mean(keepAlive) / expected).toBeCloseTo(1, 1);
  });
});

describe('billing', () => {
  it('rounds init and duration up together, once', () => {
    expect(billedDuration('cold', 100.4, 20.3)).toBe(121);
    expect(billedDuration('warm', 100.4, 20.3)).toBe(21);
    expect(billedDuration('pre-warmed', 100.4, 20.3)).toBe(21);
    expect(billedDuration('warm', 0, 3.0000000000000004)).toBe(3);
    expect(billedDuration('warm', 0, 0)).toBe(1);
  });

  it('knows the old rule', () => {
    expect(billedDuration('warm', 0, 100, 100)).toBe(100);
    expect(billedDuration('warm', 0, 100.01, 100)).toBe(200);
    expect(billedDuration('warm', 0, 1, 100)).toBe(100);
  });

  // Luc van Donkersgoed, "When is the Lambda Init Phase Free, and when is it Billed?" (2022), a container image.
  it('agrees with a published measurement', () => {
    expect(billedDuration('cold', 1293.83, 1049.63)).toBe(2344);
    expect(gibSeconds(1_000, 1_024)).toBe(1);
  });
});

describe('the REPORT line', () => {
  const measured: Measured = {
    ...{
      requestId: '8f507cfc-0000-4697-b07a-ac58fc914c95',
      functionName: 'f',
      version: '$LATEST',
      instanceId: 'e',
    },
    ...{ startedAt: '2026-11-21T00:00:00.000Z', start: 'warm', init: 0, duration: 79.674 },
    ...{ memory: 128, memoryUsed: 73, cpuTime: 12, outcome: 'ok', problem: null },
  };

  // The form is the one of the developer guide ("Using the Lambda console", log output).
  it('is the platform’s', () => {
    expect(reportLine(billedRecord(measured, 3_000))).toBe(
      'REPORT RequestId: 8f507cfc-0000-4697-b07a-ac58fc914c95\tDuration: 79.67 ms\tBilled Duration: 80 ms\tMemory Size: 128 MB\tMax Memory Used: 73 MB\t\n',
    );
  });

  it('shows init and what went wrong', () => {
    const late = { start: 'cold', init: 100.5, duration: 3_000, outcome: 'timeout' } as const;
    const cold = billedRecord({ ...measured, ...late }, 3_000);
    expect(cold).toMatchObject({ billed: 3_101, billedBefore2020: 3_200 });
    expect(reportLine(cold)).toMatch(/\tInit Duration: 100\.50 ms\tStatus: timeout\n$/);
    expect(reportLine(billedRecord({ ...measured, memoryUsed: null }, 3_000))).not.toContain('Max Memory');
  });

  // Logs of AWS Lambda print e.g. "Duration: 3018.67 ms Billed Duration: 3000 ms" at a timeout of 3 s.
  it('bills no more than the timeout, however long the ending took', () => {
    const late = billedRecord({ ...measured, duration: 3_018.67, outcome: 'timeout' }, 3_000);
    expect(late).toMatchObject({ duration: 3_018.67, billed: 3_000, billedBefore2020: 3_000 });
    expect(reportLine(late)).toContain('\tDuration: 3018.67 ms\tBilled Duration: 3000 ms\t');
  });

  it('names the error of an environment that ended or never came up, and no init that did not succeed', () => {
    const failed = (outcome: Measured['outcome'], errorType: string) =>
      reportLine(billedRecord({ ...measured, start: 'cold', outcome }, 3_000), errorType);
    expect(failed('init-error', 'Runtime.UserCodeSyntaxError')).toMatch(
      /Used: 73 MB\tStatus: error\tError Type: Runtime\.UserCodeSyntaxError\n$/,
    );
    // What the platform does not know by name it calls unknown: the logs of AWS Lambda say so of a ReferenceError.
    expect(failed('init-error', 'ReferenceError')).toMatch(
      /\tStatus: error\tError Type: Runtime\.Unknown\n$/,
    );
    expect(failed('init-error', 'Sandbox.Timedout')).toMatch(/\tStatus: timeout\n$/);
    expect(failed('out-of-memory', 'Runtime.OutOfMemory')).toMatch(/\tError Type: Runtime\.OutOfMemory\n$/);
    expect(failed('handler-error', 'RangeError')).toMatch(/Used: 73 MB\t\n$/);
  });

  it('is preceded by one of every init that failed', () => {
    expect(initReportLine(10_000.2, 'init', 'Sandbox.Timedout')).toBe(
      'INIT_REPORT Init Duration: 10000.20 ms\tPhase: init\tStatus: timeout\n',
    );
    expect(initReportLine(4.871, 'invoke', 'Runtime.ExitError')).toBe(
      'INIT_REPORT Init Duration: 4.87 ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ExitError\n',
    );
    expect(initReportLine(1, 'init', 'TypeError')).toMatch(/Error Type: Runtime\.Unknown\n$/);
  });
});
