import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { familyOf } from '#lib/domain/execution/candidate.ts';
import type { Deployment, Side } from '#lib/domain/execution/executor.ts';
import { wishedPlan } from '#lib/domain/load/wished-plan.ts';
import type { TrafficShape } from '#lib/domain/workload/workload.ts';
import { loadSample } from '#lib/samples/load.ts';
import { insertExperiment } from '#lib/server/repositories/experiments.ts';
import { loadSamples } from '#lib/server/repositories/samples.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { useTestDatabase } from '#lib/server/testing/database.ts';
import { SimulatedClock } from '../testing/simulated-clock.ts';
import { measure } from './measure.ts';

const stack = new AsyncDisposableStack();
beforeAll(async () => void stack.use(await useTestDatabase()));
afterAll(() => stack.disposeAsync());

const TURN_MS = 5000;

/** Answers after 2 ms of the clock. What is looked at is when requests are sent, which no executor decides. */
function answering(side: Side, clock: SimulatedClock): Deployment {
  const build = { codeBytes: 0, baseBytes: 0, buildTime: 0, digest: '', engine: '' };
  const answer = { side, instanceId: 'i', cold: false, queued: 0, init: 0, handler: 2, billed: 2 } as const;
  return {
    side,
    build,
    async invoke({ requestId }) {
      await clock.until(clock.now() + 2);
      return { ...answer, requestId, outcome: 'ok', status: 200, body: '', log: '', problem: null };
    },
    instances: () => [],
    forceStart: async () => 1,
    kill: async () => false,
    subscribe: () => () => {},
    [Symbol.asyncDispose]: async () => {},
  };
}

/** Stores and measures the offered plan; moments of the stored requests within their turns. */
async function stored(shape: TrafficShape, requestsPerMonth: number) {
  const workload = { ...loadSample('cpu'), traffic: { shape, requestsPerMonth } };
  const clock = new SimulatedClock();
  const { id } = await insertWorkload(workload);
  const { id: experimentId, plan } = await insertExperiment(id, wishedPlan(workload, {}));
  const candidates = plan.candidates.map((candidate) => ({
    ...candidate,
    deployment: answering(familyOf(candidate), clock),
  }));
  const signal = new AbortController().signal;
  const publish = async () => {};
  await clock.run(measure({ experimentId, workload, plan, candidates, clock, signal, publish }), {
    world: true,
  });
  const samples = (await loadSamples(experimentId)).filter(({ block }) => block >= 0);
  return { plan, turns: ['a', 'b'].map((id) => offsets(samples, id)) };
}

function offsets(samples: Awaited<ReturnType<typeof loadSamples>>, id: string): number[] {
  const own = samples.filter((sample) => sample.candidate === id).sort((a, b) => a.index - b.index);
  // A turn of each side follows the other by a pause; both are sent the same, and the first turn begins the clock.
  const starts = new Map<number, number>();
  for (const { block, scheduledAt } of own) {
    const known = starts.get(block) ?? Number.POSITIVE_INFINITY;
    starts.set(block, Math.min(known, scheduledAt));
  }
  return own.map(({ block, scheduledAt }) => Math.round(scheduledAt - (starts.get(block) ?? 0)));
}

/** Requests per second in a part of all six turns. */
const rate = (turns: readonly number[], from: number, to: number): number =>
  turns.filter((at) => at >= from && at < to).length / ((6 * (to - from)) / 1000);

describe('the stored requests of the offered plan', () => {
  it.each([
    ['steady', 1_000_000, 20, 1, 1],
    ['steady', 100_000_000, 38, 1, 1],
    ['office-hours', 1_000_000, 30, 0.5, 1 / 3],
    ['evening-peak', 12_000_000, 30, 0.5, 1 / 3],
    ['bursts', 40_000_000, 50, 1 / 52, 1 / 4],
  ] as const)(
    'of %s, %d a month, have its busiest stretch in each turn',
    async (shape, month, peak, quiet, busy) => {
      const { plan, turns } = await stored(shape, month);
      const [one = [], other = []] = turns;
      expect(one.length).toBeGreaterThan(350);
      expect(one).toEqual(other);
      // Poisson counts of hundreds: five standard deviations.
      const end = busy * TURN_MS;
      const near = (expected: number, seconds: number) => 5 * Math.sqrt(expected / (6 * seconds)) + 0.5;
      const quietRate = peak * quiet;
      expect(Math.abs(rate(one, 0, end) - peak)).toBeLessThan(near(peak, end / 1000));
      if (busy === 1) return;
      const rest = (TURN_MS - end) / 1000;
      expect(Math.abs(rate(one, end, TURN_MS) - quietRate)).toBeLessThan(near(quietRate, rest));
      expect(plan.peak?.measuredPerSecond).toBe(peak);
    },
  );
});
