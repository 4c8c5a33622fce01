import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { simulationSchemaText } from '#lib/domain/simulation/json-schema.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { projectRoot } from '#lib/executors/host/home.ts';
import { SIMULATION_SCHEMA_PATH } from './simulation-schema.ts';

/** The command as a script calls it: the document on standard input. */
async function simulate(document: string, args: string[] = []) {
  const child = spawn(process.execPath, [join(projectRoot, 'lib/cli/crossover.ts'), 'simulate', ...args]);
  child.stdin.end(document);
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { out, err, code };
}

const testing = (name: string) => join(projectRoot, 'lib/cli/commands/testing', name);

const SIMPLE = {
  arrivalPerSecond: 0.9,
  warmServiceSeconds: 1.991,
  coldServiceSeconds: 2.244,
  expirationSeconds: 600,
  requests: 200_000,
  seed: 1,
};

describe('crossover simulate', () => {
  it('reads six numbers and writes one JSON object', async () => {
    const { out, code } = await simulate(JSON.stringify(SIMPLE));
    const result = JSON.parse(out) as Record<string, number>;
    expect(code).toBe(0);
    expect(result.simulatedRequests).toBe(200_000);
    expect(result.coldStartProbability).toBeGreaterThan(0.001);
    expect(result.coldStartProbability).toBeLessThan(0.0017);
    expect(result.meanInstances).toBeCloseTo(
      (result.meanRunningInstances ?? 0) + (result.meanIdleInstances ?? 0),
      9,
    );
    expect(result.meanRunningInstances).toBeCloseTo(0.9 * 1.991, 1);
    expect(result.simulatedRequestsPerSecond).toBeGreaterThan(0);
  });

  it('gives the same for the same seed', async () => {
    const figures = async () => {
      const { simulatedRequestsPerSecond: _, ...same } = JSON.parse(
        (await simulate(JSON.stringify(SIMPLE))).out,
      );
      return same;
    };
    expect(await figures()).toEqual(await figures());
  });

  it('reads a whole description, from a file too', async () => {
    const { out, code } = await simulate('', ['--input', testing('simulation.json'), '--series', '--price']);
    const result = JSON.parse(out) as { series: unknown[]; month: { totalUsd: number }; coldStarts: number };
    expect(code).toBe(0);
    expect(result.series.length).toBeGreaterThan(200);
    expect(result.coldStarts).toBeGreaterThan(0);
    expect(result.month.totalUsd).toBeGreaterThan(0);
  });

  it('reads a file with a byte-order mark, as Windows editors write it', async () => {
    const { out, code } = await simulate('', ['--input', testing('simulations/with-bom.json')]);
    expect([code, JSON.parse(out)]).toMatchObject([0, { simulatedRequests: 1000 }]);
  });

  it('has no percentile where there was no request', async () => {
    const { out } = await simulate('', ['--input', testing('simulations/empty-group.json')]);
    const { latencyMs } = JSON.parse(out) as SimulationResult & { latencyMs: SimulationResult['latency'] };
    const none = { p50: null, p95: null, p99: null, p999: null, max: null };
    expect(latencyMs.warm).toEqual({ count: 0, ...none });
    // Every request takes exactly 500 ms, so no figure lies beside it.
    expect(latencyMs.cold).toMatchObject({ count: 60, p50: 500, p999: 500, max: 500 });
    expect(latencyMs.all).toEqual(latencyMs.cold);
  });

  it.each<[string, string, RegExp]>([
    ['what is no JSON', '{"arrivalPerSecond":', /not JSON/],
    [
      'a rate below 0',
      JSON.stringify({ ...SIMPLE, arrivalPerSecond: -1 }),
      /arrivalPerSecond: A rate is above 0/,
    ],
  ])('refuses %s, names it and exits with 1', async (_, document, expected) => {
    const { out, err, code } = await simulate(document);
    expect(err).toMatch(expected);
    expect(out).toBe('');
    expect(code).toBe(1);
  });

  it('takes the arrivals from a trace, and names its bad rows', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'crossover-trace-'));
    const [good, bad] = [join(dir, 'good.csv'), join(dir, 'bad.csv')];
    writeFileSync(good, 't\n0\n5\n700\n');
    writeFileSync(bad, 't\n0\nfive\n700\n');
    const platform = { kind: 'functions', warm: { kind: 'fixed', ms: 10 }, init: { kind: 'fixed', ms: 90 } };
    const ok = await simulate(JSON.stringify({ platform }), ['--trace', good]);
    // The third comes 695 s after the second, and the keep-alive is 600 s.
    const { trace, ...figures } = JSON.parse(ok.out) as { trace: { file: string; reading: string[] } };
    expect(figures).toMatchObject({ simulatedRequests: 3, coldStarts: 2 });
    // Which column and which unit were taken, in the result and for whoever watches.
    expect(trace).toMatchObject({
      file: good,
      reading: expect.arrayContaining([expect.stringMatching(/column "t".*seconds/)]),
    });
    expect(ok.err).toContain('Times are in column "t"; numbers in it are seconds.');
    const inMinutes = await simulate(JSON.stringify({ platform }), ['--trace', good, '--unit', 'min']);
    expect(JSON.parse(inMinutes.out)).toMatchObject({ simulatedRequests: 3, simulatedSeconds: 42_000 });
    const simple = await simulate(JSON.stringify(SIMPLE), ['--trace', good]);
    expect(JSON.parse(simple.out)).toMatchObject({ simulatedRequests: 3, coldStarts: 2 });
    const refused = await simulate(JSON.stringify({ platform }), ['--trace', bad]);
    expect(refused.err).toContain('row 3: not a time (row 3 has "five")');
    expect(refused.code).toBe(1);
    rmSync(dir, { recursive: true });
  });

  it('says which file it cannot read', async () => {
    const { err, code } = await simulate('', ['--input', '/no/such/file.json']);
    expect(err).toContain('/no/such/file.json cannot be read');
    expect(code).toBe(1);
  });
});

describe('the published schema of a simulation', () => {
  it('is what the zod schema says (else run: node lib/cli/commands/simulation-schema.ts)', () => {
    expect(readFileSync(SIMULATION_SCHEMA_PATH, 'utf8')).toBe(simulationSchemaText());
  });
});
