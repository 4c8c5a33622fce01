import { describe, expect, it } from 'vitest';
import { LAMBDA_LOGS, warmAtStart } from '../published/lambda-logs.ts';
import { experimentErrors } from './experiments.ts';
import { logPredictions } from './logs.ts';
import { queueAgreement } from './queues.ts';
import { calibrateKeepAlive, replay, score } from './replay.ts';
import { simFaasAgreement } from './simfaas.ts';

describe('steady-state experiments on AWS Lambda', () => {
  it.each([1, 2])(
    'errs no more than the analytic model, in cold starts and in instances (seed %i)',
    (seed) => {
      const { rows, mean } = experimentErrors(seed, 150_000);
      expect(rows).toHaveLength(7);
      expect(mean.cold.simulated).toBeLessThanOrEqual(mean.cold.analytic);
      expect(mean.instances.simulated).toBeLessThanOrEqual(mean.instances.analytic);
      // The errors of the analytic model as its authors' figures give them.
      expect(mean.cold.analytic).toBeCloseTo(0.2159, 4);
      expect(mean.instances.analytic).toBeCloseTo(0.0486, 4);
    },
  );
});

describe('SimFaaS', () => {
  it('prints figures that lie where our runs of its length do', () => {
    const table = simFaasAgreement(6_000_000, 60);
    expect(table.rows).toHaveLength(16);
    expect(table.allWithinBound).toBe(true);
    // Of 16 figures at 95% one is expected outside.
    expect(table.within).toBeGreaterThanOrEqual(15);
  });
});

describe('formulas', () => {
  it('Erlang B and C, M/M/c and M/M/c/K lie within the interval of the simulation', () => {
    for (const row of queueAgreement(1, 300_000)) expect(row, row.name).toMatchObject({ within: true });
  });
});

describe('logs of AWS Lambda', () => {
  const { first, second } = LAMBDA_LOGS;

  it('are whole: requests, cold starts and instances as published', () => {
    expect([first.atMs.length, first.cold.length, new Set(first.instance).size]).toEqual([5050, 37, 39]);
    expect([second.atMs.length, second.cold.length, new Set(second.instance).size]).toEqual([428, 32, 33]);
    for (const log of [first, second]) {
      expect(log.elapsedMs).toHaveLength(log.atMs.length);
      expect(log.atMs.every((at, index) => at >= (log.atMs[index - 1] ?? 0))).toBe(true);
    }
    expect([warmAtStart(first), warmAtStart(second)]).toEqual([2, 1]);
  });

  it('use the most recently used instance, as the model does', () => {
    // Of the choices between instances that were used in the last 10 minutes and are free.
    const choices = [first, second].flatMap((log) => {
      const freeAt = new Map<number, number>();
      return log.atMs.flatMap((at, index) => {
        const chosen = log.instance[index] ?? -1;
        const idle = [...freeAt].filter(([, free]) => free <= at && free > at - 600_000);
        const latest = idle.toSorted(([, a], [, b]) => b - a)[0]?.[0];
        const counts = idle.length > 1 && idle.some(([one]) => one === chosen);
        freeAt.set(chosen, at + (log.elapsedMs[index] ?? 0));
        return counts ? [latest === chosen] : [];
      });
    });
    expect([choices.filter(Boolean).length, choices.length]).toEqual([4331, 4349]);
  });

  it('have no cold start with an endless keep-alive but where more are busy than ever before', () => {
    expect(replay(second, 1e12).filter(Boolean).length).toBeLessThanOrEqual(2);
    expect(replay(second, 0).every(Boolean)).toBe(true);
  });

  it('longer keep-alive, fewer cold starts', () => {
    const predicted = [100, 300, 600, 1200].map((seconds) => score(second, seconds * 1000).predicted);
    expect(predicted).toEqual(predicted.toSorted((a, b) => b - a));
  });

  it('a calibrated keep-alive reproduces its own log, and the prediction says how it errs', () => {
    expect(Math.abs(calibrateKeepAlive(first).best.error)).toBeLessThan(0.05);
    const [bar] = logPredictions();
    expect(bar?.fit.best.observed).toBe(37);
    expect(bar?.predicted).toMatchObject({ requests: 428, observed: 32 });
    expect(bar?.predicted.error).toBeCloseTo(-0.375, 3);
    expect(bar?.range[0].predicted).toBeGreaterThanOrEqual(bar?.range[1].predicted ?? 0);
  });
});
