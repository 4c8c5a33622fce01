import type { Sample } from '#lib/domain/execution/sample.ts';
import { type Random, seededRandom } from '#lib/domain/units.ts';

/** Samples as a run leaves them: two candidates in turns, log-normal handlers, a few cold starts and errors. */
export function makeSamples(count: number, blocks: number, ratePerSecond: number): Sample[] {
  const random = seededRandom(1);
  const perBlock = count / 2 / blocks;
  const blockMs = (perBlock / ratePerSecond) * 1000;
  const all: Sample[] = [];
  for (let block = 0; block < blocks; block += 1) {
    for (const [turn, candidate] of (['a', 'b'] as const).entries()) {
      const from = (block * 2 + turn) * (blockMs + 200);
      for (let at = 0; at < perBlock; at += 1) {
        all.push(
          sample(
            { candidate, block, index: block * perBlock + at },
            from + (at / ratePerSecond) * 1000,
            random,
          ),
        );
      }
    }
  }
  return all;
}

const gauss = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

function sample(of: Pick<Sample, 'candidate' | 'block' | 'index'>, at: number, random: Random): Sample {
  const cold = of.candidate === 'a' && random() < 0.01;
  const failed = random() < 0.001;
  const [init, handler] = [cold ? 60 * Math.exp(0.2 * gauss(random)) : 0, 8 * Math.exp(0.4 * gauss(random))];
  const sentAt = at + 0.05 * random();
  return {
    ...of,
    ...{ scheduledAt: at, sentAt, receivedAt: sentAt + init + handler + 0.3, queued: 0, init, handler },
    ...{ billed: Math.ceil(init + handler), cold, outcome: failed ? 'timeout' : 'ok' },
    ...{ status: failed ? null : 200, instanceId: `${of.candidate}-${Math.floor(random() * 40)}` },
  };
}
