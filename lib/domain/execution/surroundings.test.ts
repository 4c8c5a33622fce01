import { expect, it } from 'vitest';
import { type Surroundings, surroundingsLine, virtualMachineOf } from './surroundings.ts';

const bare: Surroundings = {
  container: null,
  kernel: '6.1.0-40-amd64',
  product: null,
  hypervisor: false,
  isRoot: false,
};

it.each([
  [{ kernel: '6.10.14-linuxkit' }, 'Docker Desktop’s virtual machine'],
  [{ kernel: '5.15.167.4-microsoft-standard-WSL2' }, 'the virtual machine of WSL 2'],
  [
    { product: 'Apple Virtualization Generic Platform' },
    'a virtual machine of Apple’s Virtualization framework',
  ],
  [{ product: 'Standard PC (Q35 + ICH9, 2009)' }, 'a virtual machine (QEMU)'],
  [{ product: 'Virtual Machine', hypervisor: true }, 'a virtual machine (Hyper-V)'],
  [{ hypervisor: true }, 'a virtual machine'],
  [{ product: 'PowerEdge R750' }, null],
])('%j is %s', (given, expected) => expect(virtualMachineOf({ ...bare, ...given })).toBe(expected));

it('says nothing outside of a container, also on a virtual machine', () => {
  expect(surroundingsLine({ ...bare, hypervisor: true })).toEqual([]);
});

it('names the container and the virtual machine below it, and that clock and processors are shared', () => {
  const [line] = surroundingsLine({ ...bare, container: 'Docker', kernel: '6.10.14-linuxkit' });
  expect(line).toMatchObject({ id: 'surroundings', side: 'machine', status: 'degraded' });
  expect(line?.detail).toContain('a container (Docker) on Docker Desktop’s virtual machine.');
  expect(line?.detail).toContain('its clock are the virtual machine’s');
  expect(line?.detail).toContain('All sandboxes run as one user, and what leaves one is in that container.');
});

it('does not say of root that its sandboxes run as one user', () => {
  const [line] = surroundingsLine({ ...bare, container: 'Docker', isRoot: true });
  expect(line?.detail).toContain('What leaves a sandbox is in that container.');
  expect(line?.detail).not.toContain('one user');
});

it('claims no virtual machine where nothing says so', () => {
  const [line] = surroundingsLine({ ...bare, container: 'Podman' });
  expect(line?.detail).toContain('in a container (Podman). Its processors and its clock are the machine’s.');
});
