import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ascending } from '#lib/domain/statistics/quantile.ts';
import { database } from '#lib/server/database/database.ts';
import { publish } from '#lib/server/live/publish.ts';
import { atMost, type Bench, type BenchRow } from '../bench.ts';
import { openBenchDatabase } from '../database.ts';
import { cancelRow } from './cancel.ts';
import { Watcher } from './watcher.ts';

const WATCHERS = 500;
const SECONDS = 30;
/** What a run publishes: progress and seconds, twice a second. */
const PER_SECOND = 4;

interface Figures {
  rss: number;
  cpu: NodeJS.CpuUsage;
}

async function startServer(url: string) {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: { ...process.env, DATABASE_URL: url },
  });
  const ask = async <T>(message: object | null): Promise<T> => {
    const answered = once(child, 'message');
    if (message) child.send(message);
    return (await answered)[0] as T;
  };
  const { port } = await ask<{ port: number }>(null);
  return {
    port,
    figures: () => ask<Figures>({}),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** Publishes as a run does; in the middle every second watcher is cut off and comes back two seconds later. */
async function publishAll(watchers: readonly Watcher[]): Promise<number> {
  const count = SECONDS * PER_SECOND;
  for (let number = 0; number < count; number += 1) {
    await publish(database(), 'bench', { kind: 'doing', text: `${number} ${Date.now()}` });
    const half = watchers.filter((_, at) => at % 2 === 0);
    if (number === count / 2) for (const watcher of half) watcher.cut();
    if (number === count / 2 + 2 * PER_SECOND) await Promise.all(half.map((watcher) => watcher.open()));
    await sleep(1000 / PER_SECOND);
  }
  await sleep(1000);
  return count;
}

/** Events that a watcher did not get, got twice or got out of order. */
const wrong = (watchers: readonly Watcher[], count: number): number =>
  watchers.reduce((sum, { seen }) => {
    const right = seen.filter((number, at) => number === at).length;
    return sum + Math.max(count, seen.length) - right;
  }, 0);

async function watch(url: string, say: (text: string) => void): Promise<BenchRow[]> {
  await using server = await startServer(url);
  const watchers = Array.from({ length: WATCHERS }, () => new Watcher(server.port));
  await Promise.all(watchers.map((watcher) => watcher.open()));
  say(
    `${WATCHERS} watchers, ${SECONDS * PER_SECOND} events in ${SECONDS} s; half of them cut off and back again`,
  );
  const before = await server.figures();
  const count = await publishAll(watchers);
  const after = await server.figures();
  for (const watcher of watchers) watcher.cut();
  // Those who were away waited for what they missed: the steady half tells the delay.
  const steady = ascending(watchers.filter((_, at) => at % 2 === 1).flatMap(({ delays }) => delays));
  const at = (share: number) => steady[Math.min(steady.length - 1, Math.floor(share * steady.length))] ?? 0;
  const missing = wrong(watchers, count);
  const cpu = (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1e6 / SECONDS;
  return [
    {
      what: 'events lost, doubled or out of order',
      value: missing,
      unit: '',
      bar: atMost(missing, 0),
      base: `${count * WATCHERS} delivered`,
    },
    { what: 'delay of an event, p50', value: at(0.5), unit: 'ms' },
    { what: 'delay of an event, p99', value: at(0.99), unit: 'ms' },
    { what: 'processors busy in the web process', value: cpu, unit: '' },
    {
      what: 'memory it grew by',
      value: (after.rss - before.rss) / 2 ** 20,
      unit: 'MiB',
      base: `${Math.round(before.rss / 2 ** 20)} MiB before`,
    },
  ];
}

export const bench: Bench = {
  description: '500 watchers of live events, half of them cut off in the middle; cancelling runs',
  async run(say) {
    await using opened = await openBenchDatabase();
    return [...(await watch(opened.url, say)), await cancelRow(opened.url, say)];
  },
};
