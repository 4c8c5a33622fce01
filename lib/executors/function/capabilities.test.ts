import { afterEach, describe, expect, it, vi } from 'vitest';
import { capabilitiesOf, prestartedLine, requireSandbox, TRUST_VARIABLE } from './capabilities.ts';

afterEach(() => void vi.restoreAllMocks());

describe('capabilities', () => {
  it('has one line a layer, each with a remedy where something lacks', async () => {
    const lines = await capabilitiesOf();
    expect(lines.map(({ id }) => id)).toEqual([
      ...['bubblewrap', 'user', 'namespaces', 'network', 'seccomp'],
      ...['cgroup-memory', 'cgroup-cpu', 'cgroup-pids'],
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
