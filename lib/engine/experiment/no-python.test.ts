import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Executor, Side } from '#lib/domain/execution/executor.ts';
import { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { PlaygroundRequest } from '#lib/domain/interactive/interactive.ts';
import { inRuntime } from '#lib/domain/workload/workload.ts';
import { buildImage } from '#lib/executors/container/image/image.ts';
import { createFunctionExecutor } from '#lib/executors/function/function-executor.ts';
import { pythonRuntime, pythonVersion } from '#lib/executors/host/python.ts';
import { prepareBundle } from '#lib/executors/source/prepare.ts';
import { loadSample } from '#lib/samples/load.ts';
import { systemClock } from '../clock.ts';
import { DeploymentCache } from '../interactive/deployment-cache.ts';
import { runPlayground } from '../interactive/playground.ts';
import { OpenStores } from '../stores/open-stores.ts';
import { prepare } from './prepare.ts';

const machine = vi.hoisted(() => ({ hasPython: false }));
// A machine without Python, until it is installed.
vi.mock('../../executors/host/programs.ts', async (importOriginal) => {
  const programs = await importOriginal<typeof import('#lib/executors/host/programs.ts')>();
  const findProgram = async (...names: string[]) =>
    names.includes('python3') && !machine.hasPython ? null : programs.findProgram(...names);
  return { ...programs, findProgram };
});

const MISSING = {
  problem: {
    code: 'runtime-missing',
    owner: 'yours',
    message: 'There is no Python 3 on this machine that every user may run.',
    remedy: expect.stringContaining('apt-get install python3'),
  },
};

const cpu = loadSample('cpu');
const workload = inRuntime(cpu, 'python') ?? cpu;
const deployed: Side[] = [];
const untouched = (side: Side): Executor => ({
  side,
  deploy: () => {
    deployed.push(side);
    return Promise.reject(new Error('nothing may be deployed'));
  },
  capabilities: async () => [],
  [Symbol.asyncDispose]: async () => {},
});
const executors = { function: untouched('function'), container: untouched('container') };

describe('on a machine without Python', () => {
  beforeEach(() => {
    machine.hasPython = false;
    deployed.length = 0;
  });
  afterEach(() => expect(deployed).toEqual([]));
  const signal = new AbortController().signal;

  it('an experiment in Python ends before anything of either side is made', async () => {
    const doing = async () => {};
    const plan = ExperimentPlan.parse({});
    await using stores = new OpenStores(systemClock);
    const parts = { executors, clock: systemClock, stores, signal, doing };
    const options = { experimentId: 'x', workload, plan, ...parts };
    await expect(prepare(options)).rejects.toMatchObject(MISSING);
  });

  it('so does a press of the button in the playground', async () => {
    const servicesFor = () => Promise.reject(new Error('no service may be opened'));
    await using cache = new DeploymentCache({ executors, servicesFor, changed: () => {} });
    const request = PlaygroundRequest.parse({ code: workload.code });
    await expect(runPlayground(request, { cache, emit: () => {}, signal })).rejects.toMatchObject(MISSING);
  });

  it('both executors say the same', async () => {
    await using functions = createFunctionExecutor();
    const bundle = await prepareBundle(workload.code);
    const spec = {
      ...{ name: 'x', bundle, memory: 256, timeout: 1000, environment: {}, services: [], keepAlive: 1000 },
      ...{ maxConcurrency: 1, replicas: 1, cpus: 1 },
    };
    await expect(functions.deploy(spec)).rejects.toMatchObject(MISSING);
    await expect(buildImage(bundle)).rejects.toMatchObject(MISSING);
  });

  it('it is found as soon as it is installed', async () => {
    expect(await pythonVersion()).toBeNull();
    machine.hasPython = true;
    expect((await pythonRuntime()).version).toMatch(/^3\.\d+\.\d+/);
  });
});
