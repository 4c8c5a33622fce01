// A load generator in a process of its own: keeps 32 requests in flight at a URL for some seconds and prints
// the requests per second. Usage: client-main.ts URL SECONDS
import { Pool } from 'undici';

const [, , url = '', seconds = '2'] = process.argv;
const pool = new Pool(url, { connections: 32, pipelining: 1 });
let served = 0;
let failed = 0;
let over = false;

async function work(): Promise<void> {
  while (!over) {
    const { statusCode, body } = await pool.request({ method: 'GET', path: '/' });
    await body.dump();
    if (statusCode === 200) served += 1;
    else failed += 1;
  }
}

const all = Array.from({ length: 32 }, () => work());
// A second to warm up, which counts nothing.
await new Promise((resolve) => setTimeout(resolve, 1_000));
served = 0;
const started = performance.now();
await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1_000));
const rate = (served * 1_000) / (performance.now() - started);
over = true;
await Promise.all(all);
await pool.destroy();
if (failed > 0) throw new Error(`${failed} requests failed.`);
console.log(rate);
