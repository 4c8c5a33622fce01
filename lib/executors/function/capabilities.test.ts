import { afterEach, describe, expect, it, vi } from 'vitest';
import { capabilitiesOf, requireSandbox } from './capabilities.ts';

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

  it('without Linux says so and how to go on', async () => {
    vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
    const lines = await capabilitiesOf();
    expect(lines).toEqual([expect.objectContaining({ id: 'bubblewrap', status: 'missing' })]);
    expect(lines[0]?.remedy).toContain('Linux');
  });
});
