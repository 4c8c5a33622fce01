import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Ms } from '#lib/domain/units.ts';
import { atLeast, type BenchRow } from '../bench.ts';
import { dockerRun } from './docker-run.ts';
import { inTurn, perSecond } from './figures.ts';
import type { Side } from './side.ts';
import { bareNode, requestOf, specOf } from './subjects.ts';

const CONNECTIONS = 32;
/** Short, so that a busy spell of the machine meets both sides alike. */
const SLICE: Ms = 250;

/** Requests per second of 32 loops, each sending the next when the last was answered. */
async function rateOf(send: () => Promise<unknown>): Promise<number> {
  let served = 0;
  const started = performance.now();
  const end = started + SLICE;
  const work = async () => {
    while (performance.now() < end) {
      await send();
      served += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return (served * 1_000) / (performance.now() - started);
}

/** The load driver through the balancer against the same driver on the bare server, both by a unix socket. */
export async function balancerRow(side: Side, rounds: number): Promise<BenchRow> {
  await using bare = await bareNode('socket');
  await using deployment = await side.executor.deploy(specOf());
  const never = new AbortController().signal;
  const rates = await inTurn(rounds, 'more', {
    bare: () => rateOf(() => bare.client.send(requestOf(), never)),
    balanced: () =>
      rateOf(async () => {
        const { outcome, problem } = await deployment.invoke(requestOf());
        if (outcome !== 'ok') throw new Error(problem?.message);
      }),
  });
  const value = rates.balanced / rates.bare;
  return {
    what: `requests/s through the balancer to one replica (${side.title})`,
    value,
    unit: '×',
    base: `bare server ${perSecond(rates.bare)}, balanced ${perSecond(rates.balanced)}`,
    bar: atLeast(value, 0.9),
  };
}

async function ratesAt(urls: readonly string[], rounds: number): Promise<number[]> {
  const program = fileURLToPath(new URL('./client-main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [program, String(rounds), ...urls], {
    env: { NODE_ENV: 'production' },
  });
  return JSON.parse(stdout);
}

/** The public front of one replica against Docker's published port, the same client for both. */
export async function frontRow(side: Side, host: string, docker: Side, rounds: number): Promise<BenchRow> {
  await using bare = await bareNode('tcp');
  await using published = await dockerRun(host, docker.image);
  await using deployment = await side.executor.deploy(specOf());
  const front = await deployment.open();
  const ports = [bare.port, published.port, front.port].map((port) => `http://127.0.0.1:${port}`);
  const [direct = 0, docked = 0, fronted = 0] = await ratesAt(ports, rounds);
  const value = fronted / docked;
  return {
    what: `requests/s through the public front (${side.title})`,
    value,
    unit: '×',
    base: `docker -p ${perSecond(docked)}, front ${perSecond(fronted)}, bare server ${perSecond(direct)}`,
    bar: atLeast(value, 1),
  };
}
