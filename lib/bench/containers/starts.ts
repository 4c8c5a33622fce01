import { expectMove } from '#lib/executors/container/engines/runc/cgroups.ts';
import { atMost, type BenchRow } from '../bench.ts';
import { dockerRun } from './docker-run.ts';
import { inTurn, ms } from './figures.ts';
import type { Side } from './side.ts';
import { bareNode, specOf } from './subjects.ts';

async function bareCold(): Promise<number> {
  await using bare = await bareNode('socket');
  return bare.cold;
}

/** How long the kernel takes to put a process into a cgroup when none was moved just before. */
async function cgroupMove(): Promise<number> {
  const started = performance.now();
  await expectMove();
  return performance.now() - started;
}

/** Cold starts to the first 200: runc and Docker against bare node, runc against `docker run -p`. */
export async function coldRows(runc: Side, docker: Side, host: string, rounds: number): Promise<BenchRow[]> {
  const found = await inTurn(rounds, 'less', {
    bare: bareCold,
    move: cgroupMove,
    runc: () => runc.coldStart(),
    docker: () => docker.coldStart(),
    run: async () => {
      await using container = await dockerRun(host, docker.image);
      return container.cold;
    },
  });
  const row = (what: string, value: number, base: string): BenchRow => ({ what, value, unit: '×', base });
  const bare = `bare node ${ms(found.bare)}`;
  const run = `docker run -p ${ms(found.run)}`;
  const ofBare = found.runc / found.bare;
  const ofRun = found.runc / found.run;
  return [
    {
      ...row(`cold start to the first 200 (${runc.title})`, ofBare, `${bare}, runc ${ms(found.runc)}`),
      bar: atMost(ofBare, 1.5),
    },
    {
      ...row(`the same against docker run, bridge, -p`, ofRun, `${run}, runc ${ms(found.runc)}`),
      bar: atMost(ofRun, 0.25),
    },
    {
      ...{
        what: 'part of both: the kernel waits to put a process into a cgroup',
        value: found.move,
        unit: 'ms',
      },
      base: 'an RCU grace period; none where a process is born in its cgroup (CLONE_INTO_CGROUP, v2 only)',
    },
    row(
      `cold start to the first 200 (${docker.title}, our way)`,
      found.docker / found.bare,
      `${bare}, Docker ${ms(found.docker)}; docker run -p is ${(found.run / found.bare).toFixed(1)} × bare node`,
    ),
  ];
}

let version = 0;

/** From handing over changed code to a replica that is ready, the base layer being known. */
export async function deployRow(side: Side, bar: number, rounds: number): Promise<BenchRow> {
  const { deploy } = await inTurn(rounds, 'less', {
    deploy: async () => {
      version += 1;
      const started = performance.now();
      await using _deployment = await side.executor.deploy(specOf(`version ${version}`));
      return performance.now() - started;
    },
  });
  const value = deploy / 1_000;
  return {
    what: `deploying a changed handler to ready (${side.title})`,
    value,
    unit: 's',
    bar: atMost(value, bar, ' s'),
  };
}

const REPLICAS = 10;

/** From one replica to ten that are ready. */
async function scaleUp(side: Side): Promise<number> {
  await using deployment = await side.executor.deploy(specOf('', { cpus: 1, memory: 128 }));
  const started = performance.now();
  await deployment.scaleTo(REPLICAS);
  return performance.now() - started;
}

export async function scaleRow(runc: Side, docker: Side, rounds: number): Promise<BenchRow> {
  const found = await inTurn(rounds, 'less', { runc: () => scaleUp(runc), docker: () => scaleUp(docker) });
  const value = found.runc / found.docker;
  return {
    what: `1 to ${REPLICAS} replicas ready, ${runc.title} against ${docker.title}`,
    value,
    unit: '×',
    base: `Docker ${ms(found.docker)}, runc ${ms(found.runc)}`,
    bar: atMost(value, 0.4),
  };
}
