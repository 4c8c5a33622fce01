import { afterEach, describe, expect, it, vi } from 'vitest';
import { capabilitiesOf, prestartedLine, requireSandbox, TRUST_VARIABLE } from './capabilities.ts';
import { specOf } from './testing/support.ts';

afterEach(() => void vi.restoreAllMocks());

describe('capabilities', () => {
  it('has one line a layer, each with a remedy where something lacks', async () => {
    const lines = await capabilitiesOf();
    expect(lines.map(({ id }) => id)).toEqual([
      ...['bubblewrap', 'user', 'namespaces', 'network', 'seccomp'],
      ...['cgroup-memory', 'cgroup-cpu', 'cgroup-pids', 'machine-budget'],
    ]);
    for (const { side, status, detail, remedy } of lines) {
      expect(side).toBe('function');
      expect(detail).not.toBe('');
      expect(remedy === null).toBe(status === 'ok');
    }
  });

  it('names what starts the sandboxes', async () => {
    expect(await requireSandbox()).toMatch(/^bubblewrap \d+\.\d+/);
  });

  it('without a filter untrusted code is refused, and code that the user trusts is not', async () => {
    const seccompOn = async (arch: NodeJS.Architecture) => {
      vi.spyOn(process, 'arch', 'get').mockReturnValue(arch);
      return (await capabilitiesOf()).find(({ id }) => id === 'seccomp');
    };
    expect(await seccompOn('riscv64')).toMatchObject({ status: 'missing' });
    vi.stubEnv(TRUST_VARIABLE, '1');
    expect(await seccompOn('riscv64')).toMatchObject({ status: 'degraded' });
    expect(await seccompOn('x64')).toMatchObject({ status: 'ok' });
    vi.unstubAllEnvs();
  });

  it('neither the executor nor the platform runs a function without a filter, unless the user trusts the code', async () => {
    // What was found out before is forgotten: each of these asks the machine anew.
    vi.resetModules();
    const fresh = await import('./capabilities.ts');
    const { createFunctionExecutor } = await import('./function-executor.ts');
    const { FunctionPlatform } = await import('./service/platform.ts');
    vi.spyOn(process, 'arch', 'get').mockReturnValue('riscv64');
    const refused = {
      problem: { code: 'sandbox-unavailable', remedy: expect.stringContaining(TRUST_VARIABLE) },
    };
    await using executor = createFunctionExecutor();
    const deploying = executor.deploy(specOf('export const handler = () => 1;'));
    await expect(deploying).rejects.toMatchObject(refused);
    await expect(FunctionPlatform.open()).rejects.toMatchObject(refused);
    vi.stubEnv(TRUST_VARIABLE, '1');
    expect(await fresh.requireSandbox()).toMatch(/^bubblewrap/);
    vi.unstubAllEnvs();
  });

  it('where limits cannot be held, code of others is refused unless the user trusts it; the user’s own is not', async () => {
    vi.resetModules();
    vi.doMock('./cgroup/tree.ts', async (original) => ({ ...(await original()), openSites: () => ({}) }));
    const { createFunctionExecutor } = await import('./function-executor.ts');
    const { capabilitiesOf: linesOf, requireSandbox: require } = await import('./capabilities.ts');
    const held = async () =>
      (await linesOf()).filter(({ id }) => id.startsWith('cgroup-')).map(({ status }) => status);

    vi.stubEnv('CROSSOVER_HOST', '0.0.0.0');
    expect(await held()).toEqual(['missing', 'missing', 'missing']);
    await using executor = createFunctionExecutor();
    await expect(executor.deploy(specOf('export const handler = () => 1;'))).rejects.toMatchObject({
      problem: {
        code: 'sandbox-unavailable',
        owner: 'yours',
        message: 'Functions cannot run on this machine: Memory limit is missing.',
        detail: expect.stringContaining('listens beyond this machine'),
        remedy: expect.stringContaining(`${TRUST_VARIABLE}=1`),
      },
    });

    vi.stubEnv(TRUST_VARIABLE, '1');
    expect(await held()).toEqual(['degraded', 'degraded', 'degraded']);
    expect(await require()).toMatch(/^bubblewrap/);

    vi.stubEnv(TRUST_VARIABLE, '');
    // Empty is not set.
    for (const host of ['127.0.0.1', '']) {
      vi.stubEnv('CROSSOVER_HOST', host);
      expect(await held()).toEqual(['degraded', 'degraded', 'degraded']);
    }
    vi.doUnmock('./cgroup/tree.ts');
    vi.unstubAllEnvs();
  });

  it('pre-started sandboxes are told, for they change what a cold start is', () => {
    expect(prestartedLine(0)).toEqual([]);
    expect(prestartedLine(4)).toMatchObject([{ id: 'prestarted', status: 'degraded' }]);
  });

  it('without Linux says so and how to go on', async () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    const lines = await capabilitiesOf();
    expect(lines).toEqual([expect.objectContaining({ id: 'bubblewrap', status: 'missing' })]);
    expect(lines[0]?.remedy).toContain('Linux');
  });
});
