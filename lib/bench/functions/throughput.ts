import { fileURLToPath } from 'node:url';
import type { PerSecond } from '#lib/domain/units.ts';
import { atLeast, type BenchRow } from '../bench.ts';
import { drive } from './load.ts';
import { pairs } from './pairs.ts';
import { installPeer, PEERS, type Peer } from './peers.ts';
import { type RunningServer, startServer } from './server.ts';

const CONNECTIONS = 16;
const WARM_UP_MS = 3_000;
const MEASURED_MS = 2_000;
const PAIRS = 7;

const own = (file: string): Promise<RunningServer> =>
  startServer({ args: [fileURLToPath(new URL(file, import.meta.url))] });

async function rate({ url }: RunningServer, duration = MEASURED_MS): Promise<PerSecond> {
  const { perSecond, bad } = await drive(url, CONNECTIONS, duration);
  if (bad > 0) throw new Error(`${url} gave ${bad} answers that were not 200.`);
  return perSecond;
}

async function compare(
  gateway: RunningServer,
  base: RunningServer,
  name: string,
  bar: number,
): Promise<BenchRow> {
  await rate(base, WARM_UP_MS);
  const taken = await pairs(
    PAIRS,
    () => rate(base),
    () => rate(gateway),
  );
  const against = `${name}: ${Math.round(taken.base)} requests/s; the gateway ${Math.round(taken.other)}`;
  const what = `warm requests/s through the HTTP gateway, ${CONNECTIONS} connections`;
  return { what, value: taken.ratio, unit: '×', base: against, bar: atLeast(taken.ratio, bar) };
}

/** A peer that cannot be installed or does not start is said, with its reason, and misses its bar. */
async function againstPeer(
  gateway: RunningServer,
  peer: Peer,
  say: (text: string) => void,
): Promise<BenchRow> {
  try {
    say(`Installing ${peer.packages.join(', ')} …`);
    await using installed = await installPeer(peer);
    await using server = await startServer(installed.command);
    return await compare(gateway, server, peer.packages[0] ?? peer.name, 5);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    const bar = { text: '≥ 5', met: false };
    return {
      what: `against ${peer.name}`,
      value: Number.NaN,
      unit: '',
      base: `not measured: ${reason}`,
      bar,
    };
  }
}

/** The gateway in front of real sandboxes, beside a server that has none and beside the emulators people use. */
export async function throughput(say: (text: string) => void): Promise<BenchRow[]> {
  say('Requests through the gateway …');
  await using gateway = await own('./serve-gateway.ts');
  await rate(gateway, WARM_UP_MS);
  const rows: BenchRow[] = [];
  {
    await using bare = await own('./serve-bare.ts');
    rows.push(await compare(gateway, bare, 'bare node:http', 0.7));
  }
  for (const peer of PEERS) rows.push(await againstPeer(gateway, peer, say));
  return rows;
}
