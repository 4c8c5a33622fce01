import { describe, expect, it } from 'vitest';
import { seededRandom } from '../units.ts';
import { billOf, platforms } from './bill-of.ts';
import { costCurve } from './curve.ts';
import { fixtureUsage } from './testing/fixture-usage.ts';
import type { Usage } from './usage.ts';
import { answerQuestions } from './vocabulary/answer.ts';
import type { Priced } from './vocabulary/question.ts';

function priced(platform: string, inputs: Record<string, unknown>): Priced {
  const [answer] = answerQuestions([{ id: 'one', platform, inputs }]);
  if (answer === undefined || 'error' in answer) throw new Error(answer?.error ?? 'no answer');
  return answer;
}
const lineOf = ({ lines }: Priced, meter: string) => lines.find((line) => line.meter.includes(meter));

describe('the vendors’ worked examples of active CPU', () => {
  // Cloudflare, changelog of 2025-11-21: a standard-2 (1 vCPU) for an hour at 20% costs $0.0144 instead of $0.072.
  const standard2 = { vcpu: 1, gib: 6, cpu_utilisation: 0.2 };
  const busy = { vcpu: 1, gib: 6, cpu_utilisation: 1 };

  it('Cloudflare Containers, one hour at 20%: $0.0144 of CPU', () => {
    // The example leaves out what a month includes: beyond that, one hour more costs what it says.
    const cpu = (hours: number) => lineOf(priced('cloudflare_containers', { ...standard2, hours }), 'CPU');
    expect(cpu(1)).toMatchObject({ quantity: 720, unitPrice: 0.00002, usd: 0 });
    expect((cpu(201)?.usd ?? 0) - (cpu(200)?.usd ?? 0)).toBeCloseTo(0.0144, 10);
  });

  it('Cloudflare Containers before 2025-11-21, as provisioned: $0.072, which is what 100% costs now', () => {
    const cpu = (hours: number) =>
      lineOf(priced('cloudflare_containers', { ...busy, hours }), 'CPU')?.usd ?? 0;
    expect(cpu(201) - cpu(200)).toBeCloseTo(0.072, 10);
  });

  it('memory and disk of that hour are of the instance type: $0.054 and $0.003024 by the published rates', () => {
    const usd = (meter: string, hours: number) =>
      lineOf(priced('cloudflare_containers', { ...standard2, hours }), meter)?.usd ?? 0;
    expect(usd('memory', 201) - usd('memory', 200)).toBeCloseTo(0.054, 10);
    expect(usd('disk', 201) - usd('disk', 200)).toBeCloseTo(0.003024, 10);
  });

  it('Vercel: 100 ms of CPU and 400 ms of waiting are 100 ms of active CPU', () => {
    const answer = priced('vercel_functions', {
      ...{ requests: 1, duration_ms: 500, memory_gb: 2, cpu_ms_per_request: 100 },
    });
    expect((lineOf(answer, 'active CPU')?.quantity ?? 0) * 3.6e6).toBeCloseTo(100, 9);
    const usage = fixtureUsage({ requestsPerMonth: 1e6, durationsMs: [500], cpuMs: 100, initMs: 0 });
    const cpu = billOf('vercel_functions', undefined, usage).lines.find(({ meter }) => /CPU/.test(meter));
    expect(((cpu?.quantity ?? 0) * 3.6e6) / 1e6).toBeCloseTo(100, 5);
  });

  it('Vercel: an instance that serves for an hour is an hour of its memory, however many requests it took', () => {
    // The example has 1 GB, which is not sold any more: 2 GB are 2 GB-hours.
    const memory = (durationMs: number, requestsPerMonth: number) => {
      const usage = fixtureUsage({
        ...{ requestsPerMonth, shape: 'steady', durationsMs: [durationMs], initMs: 0 },
        busyMs: { value: 1, interval: [1, 1] },
      });
      const { lines } = billOf('vercel_functions', undefined, { ...usage, concurrency: 1000 });
      return lines.find(({ meter }) => /memory/.test(meter))?.quantity ?? 0;
    };
    // 10 a second of 2 s each: the instance is in use all month, 730 hours of 2 GB.
    expect(memory(2000, 10 * 730 * 3600)).toBeCloseTo(1460, 2);
    expect(memory(2000, 20 * 730 * 3600)).toBeCloseTo(1460, 2);
  });
});

describe('a month of active CPU', () => {
  const rare = (change: Partial<Usage> = {}) =>
    fixtureUsage({
      ...{ requestsPerMonth: 2000, shape: 'steady', durationsMs: [1000], cpuMs: 200, initMs: 0 },
      ...{ replica: { vcpu: 0.25, memoryMiB: 512 }, bytesOut: 0, minReplicas: 0 },
      ...change,
    });
  const quantity = (usage: Usage, meter: string) =>
    billOf('cloudflare_containers', undefined, usage).lines.find((line) => line.meter.includes(meter))
      ?.quantity ?? 0;

  it('is up until ten minutes after the last request, as a simulation of arrivals shows', () => {
    const random = seededRandom(3);
    const rate = 2000 / (730 * 3600);
    let [at, until, up] = [0, 0, 0];
    while (at < 3e8) {
      at += -Math.log(1 - random()) / rate;
      const end = at + 1 + 600;
      up += end - Math.max(at, Math.min(until, end));
      until = Math.max(until, end);
    }
    // The smallest type that holds it: basic, 1 GiB and 4 GB of disk.
    const hours = quantity(rare(), 'memory') / 3600;
    expect(hours / 730).toBeCloseTo(up / at, 2);
    expect(quantity(rare(), 'disk') / quantity(rare(), 'memory')).toBeCloseTo(4, 9);
  });

  it('bills the CPU time that was used, and a start as used to its end', () => {
    expect(quantity(rare(), 'CPU')).toBeCloseTo(2000 * 0.2, 6);
    const share = Math.exp((-2000 / (730 * 3600)) * 600);
    expect(quantity(rare({ initMs: 5000 }), 'CPU')).toBeCloseTo(2000 * (0.2 + share * 5), 4);
    const unknown = billOf('cloudflare_containers', undefined, rare({ cpuMs: null }));
    expect(unknown.assumptions.join(' ')).toContain('CPU time was not measured');
  });

  it('never falls with traffic, and its curve is its bill', () => {
    let before = 0;
    for (const requestsPerMonth of [1e3, 1e5, 1e7, 1e9]) {
      const usage = rare({ requestsPerMonth });
      for (const platform of ['cloudflare_containers', 'vercel_functions']) {
        const { totalUsd } = billOf(platform, undefined, usage);
        expect(costCurve(platform, undefined, usage).at(requestsPerMonth)).toBeCloseTo(totalUsd, 2);
      }
      const { totalUsd } = billOf('cloudflare_containers', undefined, usage);
      expect(totalUsd).toBeGreaterThanOrEqual(before);
      before = totalUsd;
    }
  });

  it('names what a question leaves out, and sells the instance types only', () => {
    const refused = (inputs: Record<string, unknown>) => {
      const [answer] = answerQuestions([{ id: 'one', platform: 'cloudflare_containers', inputs }]);
      return answer !== undefined && 'error' in answer ? answer.error : '';
    };
    expect(refused({ vcpu: 1, gib: 6, hours: 1 })).toContain('inputs.cpu_utilisation');
    expect(refused({ vcpu: 1, gib: 2, hours: 1, cpu_utilisation: 0.2 })).toContain('6 GB');
    expect(refused({ vcpu: 3, gib: 6, hours: 1, cpu_utilisation: 0.2 })).toContain('nearest valid value');
    expect(refused({ hours: 1, cpu_utilisation: 0.2, gib: 6 })).toContain('inputs.vcpu');
  });

  it('has no price for Lambda Web Functions, and says so', () => {
    const web = platforms().find(({ id }) => id === 'aws_lambda_web_functions');
    expect(web).toMatchObject({ priced: false, reason: expect.stringContaining('No sourced price') });
    expect(web?.status?.words).toContain('publishes no price');
    expect(() => billOf('aws_lambda_web_functions', undefined, rare())).toThrow('No sourced price');
  });
});
