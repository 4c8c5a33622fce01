import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attackRows } from '../functions/attacks.ts';
import { moduleFiles } from './initramfs.ts';
import { kvmWorks, qemuArguments } from './machine.ts';
import { kernelBelow, kernelPackage, requireTools } from './parts.ts';
import { NEEDS_SPEED, type Results, resultRows, testRow } from './results.ts';

const base = mkdtempSync(join(tmpdir(), 'cgroup2-'));
afterAll(() => rmSync(base, { recursive: true }));

describe('the kernel', () => {
  const install = (version: string, module: string, image = true): void => {
    mkdirSync(join(base, 'lib/modules', version, 'kernel/fs', module), { recursive: true });
    mkdirSync(join(base, 'boot'), { recursive: true });
    if (image) writeFileSync(join(base, 'boot', `vmlinuz-${version}`), '');
  };

  it('is the newest that can read shared directories', () => {
    expect(kernelBelow(base)).toBeNull();
    install('6.1.0-9-amd64', '9p');
    install('6.1.0-56-amd64', '9p');
    install('6.12.0-1-cloud-amd64', 'ext4');
    install('6.13.0-1-amd64', '9p', false);
    expect(kernelBelow(base)).toEqual({
      ...{ image: join(base, 'boot/vmlinuz-6.1.0-56-amd64'), version: '6.1.0-56-amd64', base },
    });
  });

  it('that apt offers is found by the package for all kernels', () => {
    const depends = 'linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n';
    expect(kernelPackage(depends)).toBe('linux-image-6.1.0-56-amd64');
    expect(kernelPackage('linux-image-amd64\n')).toBeNull();
  });

  it('loads each module once, in the order that modprobe says', () => {
    const depends = 'insmod /m/virtio.ko \ninsmod /m/9pnet.ko.xz \nbuiltin ext4\ninsmod /m/virtio.ko \n';
    expect(moduleFiles(depends)).toEqual(['/m/virtio.ko', '/m/9pnet.ko.xz']);
  });
});

describe('the virtual machine', () => {
  const machine = { kernel: '/k', initramfs: '/i', out: '/o', kvm: false };

  it('writes nowhere but to its results, and has no network', () => {
    const options = qemuArguments(machine);
    const writable = options.filter((one) => one.includes('path=') && !one.includes('readonly=on'));
    expect(writable).toEqual([expect.stringContaining('path=/o,')]);
    expect(options[options.indexOf('-nic') + 1]).toBe('none');
    expect(options[options.indexOf('-append') + 1]).toContain('cgroup_no_v1=all');
  });

  it('uses KVM only where the processor has what it needs', () => {
    const device = join(base, 'kvm');
    expect(kvmWorks(device, 'flags\t\t: fpu vmx sse\n')).toBe(false);
    writeFileSync(device, '');
    expect(kvmWorks(device, 'flags\t\t: fpu vmx sse\n')).toBe(true);
    expect(kvmWorks(device, 'flags\t\t: fpu svmx sse\n')).toBe(false);
    expect(qemuArguments({ ...machine, kvm: true })).toContain('kvm');
    expect(qemuArguments(machine)).not.toContain('kvm');
  });

  it('is refused on another processor in words', async () => {
    await expect(requireTools('arm64')).rejects.toMatchObject({
      problem: { code: 'vm-tools-missing', owner: 'yours' },
    });
  });
});

describe('what came of it', () => {
  const result = (fullName: string, status: string) => ({ fullName, status, failureMessages: ['no\nat x'] });
  const file = (...assertionResults: ReturnType<typeof result>[]) => ({
    ...{ name: '/crossover/lib/x.test.ts', message: '', assertionResults },
  });

  it('a file of tests is one row that names what failed', () => {
    const row = testRow(file(result('a', 'passed'), result('b', 'failed'), result('c', 'skipped')), false);
    expect(row).toMatchObject({ what: 'tests: lib/x.test.ts', value: 1, base: 'b: no' });
    expect(row.unit).toBe('of 2 passed, 1 not for this machine');
    expect(row.bar?.met).toBe(false);
  });

  it('a test that needs speed is excused in emulation alone, and said so', () => {
    const slow = file(result(NEEDS_SPEED[0] ?? '', 'failed'));
    expect(testRow(slow, true)).toMatchObject({
      base: expect.stringContaining('too slow'),
      bar: { met: true },
    });
    expect(testRow(slow, false).bar?.met).toBe(false);
  });

  it('who did not try an attack has not stopped it', () => {
    const stopped = { name: 'mount', layer: 'filter', stopped: true, evidence: 'EPERM' };
    const [row] = attackRows([
      { who: 'root', rows: [] },
      { who: 'user', rows: [stopped] },
    ]);
    expect(row).toMatchObject({ what: 'mount', value: 1, bar: { met: false } });
  });

  it('tests that never ran are not passed', () => {
    const row = testRow({ ...file(), message: 'cannot start\nat y' }, true);
    expect(row).toMatchObject({ base: 'cannot start', bar: { met: false } });
  });

  it('programs and leftovers are rows of their own', () => {
    const results: Results = {
      ...{ kernel: '6', controllers: 'cpu', processor: 'QEMU TCG', attacks: [], containers: [], files: [] },
      programs: [{ what: 'doctor as root', code: 1, output: 'a\nb' }],
      left: ['/sys/fs/cgroup/x cpu'],
      whole: true,
    };
    expect(resultRows(results).map(({ what, bar }) => [what, bar?.met])).toEqual([
      ['doctor as root', false],
      ['control groups left or changed', false],
      ['came to its end', false],
    ]);
  });
});
