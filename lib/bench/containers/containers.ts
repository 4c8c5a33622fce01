import { startDockerd } from '#lib/executors/container/testing/dockerd.ts';
import type { Bench, BenchRow } from '../bench.ts';
import { rollingRow } from './rolling.ts';
import { openSide } from './side.ts';
import { coldRows, deployRow, scaleRow } from './starts.ts';
import { balancerRow, frontRow } from './throughput.ts';

const ROUNDS = { cold: 15, deploy: 9, scale: 5, balancer: 30, front: 15 } as const;

/** Published ports need a bridge; the daemon is our own and the network of nobody else. */
const BRIDGE = '172.31.254.1/24';

/**
 * The container executor on embedded runc and on a Docker daemon of its own, both in one run. Needs root, runc
 * and dockerd (Debian: docker.io).
 */
export const bench: Bench = {
  description: 'Container executor: starts, throughput, scaling and rolling updates on runc and Docker',
  async run(say) {
    await using daemon = await startDockerd({ bridge: BRIDGE });
    process.env.DOCKER_HOST = daemon.host;
    await using runc = await openSide('runc');
    await using docker = await openSide('docker');
    const rows: BenchRow[] = [];
    const step = async (what: string, measure: () => Promise<BenchRow | BenchRow[]>) => {
      say(`${what} …`);
      rows.push(...[await measure()].flat());
    };
    await step('cold starts', () => coldRows(runc, docker, daemon.host, ROUNDS.cold));
    for (const side of [runc, docker]) {
      await step(`balancer on ${side.id}`, () => balancerRow(side, ROUNDS.balancer));
    }
    for (const side of [runc, docker]) {
      await step(`front on ${side.id}`, () => frontRow(side, daemon.host, docker, ROUNDS.front));
    }
    await step('deploy on runc', () => deployRow(runc, 0.5, ROUNDS.deploy));
    await step('deploy on docker', () => deployRow(docker, 1, ROUNDS.deploy));
    await step('scale', () => scaleRow(runc, docker, ROUNDS.scale));
    for (const side of [runc, docker]) await step(`rolling update on ${side.id}`, () => rollingRow(side));
    return rows;
  },
};
