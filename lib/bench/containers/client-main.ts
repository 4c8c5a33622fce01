// A load generator in a process of its own: visits several URLs in turn, each for short slices with 32 requests
// in flight, and prints the requests per second of each as JSON. Usage: client-main.ts ROUNDS URL...
import { Pool } from 'undici';
import { quiet } from './figures.ts';

const SLICE_MS = 300;
const WARM_ROUNDS = 3;
const [, , rounds = '10', ...urls] = process.argv;

async function slice(pool: Pool): Promise<number> {
  let served = 0;
  const started = performance.now();
  const end = started + SLICE_MS;
  const work = async () => {
    while (performance.now() < end) {
      const { statusCode, body } = await pool.request({ method: 'GET', path: '/' });
      await body.dump();
      if (statusCode !== 200) throw new Error(`An answer has the status ${statusCode}.`);
      served += 1;
    }
  };
  await Promise.all(Array.from({ length: 32 }, work));
  return (served * 1_000) / (performance.now() - started);
}

const pools = urls.map((url) => new Pool(url, { connections: 32, pipelining: 1 }));
const rates = urls.map((): number[] => []);
for (let round = 0; round < Number(rounds) + WARM_ROUNDS; round += 1) {
  for (const [n, pool] of pools.entries()) {
    const rate = await slice(pool);
    if (round >= WARM_ROUNDS) rates[n]?.push(rate);
  }
}
await Promise.all(pools.map((pool) => pool.destroy()));
console.log(JSON.stringify(rates.map((values) => quiet(values, 'more'))));
