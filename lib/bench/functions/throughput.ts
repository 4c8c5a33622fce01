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

interface Base {
  server: RunningServer;
  /** Its name, and what is to be known about it. */
  name: (perSecond: PerSecond) => string;
  bar: number;
}

async function compare(gateway: RunningServer, { server, name, bar }: Base): Promise<[BenchRow, PerSecond]> {
  await rate(server, WARM_UP_MS);
  const taken = await pairs(
    PAIRS,
    () => rate(server),
    () => rate(gateway),
  );
  const base = `${name(taken.base)}; the gateway ${perSecond(taken.other)}, with every layer`;
  const what = `warm requests/s through the HTTP gateway, ${CONNECTIONS} connections`;
  return [{ what, value: taken.ratio, unit: '×', base, bar: atLeast(taken.ratio, bar) }, taken.base];
}

const perSecond = (value: PerSecond): string => `${Math.round(value)} requests/s`;
const PEER_BAR = 5;

/** A peer that cannot be installed or does not start is said, with its reason, and misses its bar. */
async function againstPeer(
  gateway: RunningServer,
  peer: Peer,
  bare: PerSecond,
  say: (text: string) => void,
): Promise<BenchRow> {
  try {
    say(`Installing ${peer.packages.join(', ')} …`);
    await using installed = await installPeer(peer);
    await using server = await startServer(installed.command);
    const title = peer.packages[0] ?? peer.name;
    const name = (found: PerSecond) =>
      `${title}: ${perSecond(found)} (${PEER_BAR} times that: ${perSecond(PEER_BAR * found)}, bare node:http gives ${perSecond(bare)}), enforces ${peer.enforces}`;
    const [row] = await compare(gateway, { server, name, bar: PEER_BAR });
    return row;
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : String(error);
    const bar = { text: `≥ ${PEER_BAR}`, met: false };
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
  let most: PerSecond = Number.NaN;
  {
    await using server = await own('./serve-bare.ts');
    const name = (found: PerSecond) => `bare node:http: ${perSecond(found)}`;
    const [row, found] = await compare(gateway, { server, name, bar: 0.7 });
    most = found;
    rows.push(row);
  }
  for (const peer of PEERS) rows.push(await againstPeer(gateway, peer, most, say));
  return rows;
}
