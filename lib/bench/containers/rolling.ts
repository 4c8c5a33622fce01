import { atMost, type BenchRow } from '../bench.ts';
import { ms } from './figures.ts';
import type { Side } from './side.ts';
import { requestOf, specOf } from './subjects.ts';

const RATE = 500;
const REPLICAS = 3;
const AROUND_MS = 1_500;

/** Sends at a steady rate whatever comes back (open loop), until `stop`. */
function openLoop(send: () => Promise<boolean>) {
  const started = performance.now();
  const pending = new Set<Promise<void>>();
  let sent = 0;
  let failed = 0;
  const timer = setInterval(() => {
    for (const due = ((performance.now() - started) * RATE) / 1_000; sent < due; sent += 1) {
      const one: Promise<void> = send().then((ok) => {
        if (!ok) failed += 1;
        pending.delete(one);
      });
      pending.add(one);
    }
  }, 2);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(pending);
      return { sent, failed, seconds: (performance.now() - started) / 1_000 };
    },
  };
}

/** A rolling update of three replicas under 500 requests/s, half by the balancer and half by the front. */
export async function rollingRow(side: Side): Promise<BenchRow> {
  const spec = (version: string) => specOf(version, { replicas: REPLICAS, cpus: 1, memory: 128 });
  await using deployment = await side.executor.deploy(spec('before'));
  const front = await deployment.open();
  let turn = 0;
  const load = openLoop(async () => {
    turn += 1;
    if (turn % 2 === 0) return (await deployment.invoke(requestOf())).outcome === 'ok';
    return fetch(front.url).then(
      async (answer) => (await answer.text()) === 'hello' && answer.ok,
      () => false,
    );
  });
  await new Promise((resolve) => setTimeout(resolve, AROUND_MS));
  const { duration, replaced } = await deployment.update(spec('after'));
  await new Promise((resolve) => setTimeout(resolve, AROUND_MS));
  const { sent, failed, seconds } = await load.stop();
  return {
    what: `rolling update under ${RATE} requests/s: failed requests (${side.title})`,
    value: failed,
    unit: '',
    base: `${sent} requests in ${seconds.toFixed(1)} s, ${replaced} replicas replaced in ${ms(duration)}`,
    bar: atMost(failed, 0),
  };
}
