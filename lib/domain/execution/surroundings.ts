import type { Capability } from './capability.ts';

/** The signs on a machine of what it runs in. */
export interface Surroundings {
  /** Whose container it is; null: in none. */
  container: 'Docker' | 'Podman' | null;
  /** As `uname -r` says it: makers of virtual machines name their kernels. */
  kernel: string;
  /** As the firmware names it (DMI); null where it does not say. */
  product: string | null;
  /** The processor says that a hypervisor is below it (the flag is one of x86). */
  hypervisor: boolean;
  /** Root makes each sandbox a user of its own; anybody else cannot. */
  isRoot: boolean;
}

const KERNELS: readonly (readonly [RegExp, string])[] = [
  [/linuxkit/, 'Docker Desktop’s virtual machine'],
  [/WSL2/i, 'the virtual machine of WSL 2'],
];
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/apple virtualization/i, 'a virtual machine of Apple’s Virtualization framework'],
  [/qemu|kvm|standard pc/i, 'a virtual machine (QEMU)'],
  [/virtualbox/i, 'a virtual machine (VirtualBox)'],
  [/vmware/i, 'a virtual machine (VMware)'],
  [/virtual machine/i, 'a virtual machine (Hyper-V)'],
];

/** The virtual machine that this is, in words; null where nothing says that it is one. */
export function virtualMachineOf({
  kernel,
  product,
  hypervisor,
}: Omit<Surroundings, 'container' | 'isRoot'>): string | null {
  const [, byKernel] = KERNELS.find(([pattern]) => pattern.test(kernel)) ?? [];
  const [, byProduct] = PRODUCTS.find(([pattern]) => pattern.test(product ?? '')) ?? [];
  return byKernel ?? byProduct ?? (hypervisor ? 'a virtual machine' : null);
}

/** A line for doctor, the pages and the report when this runs in a container: what is weaker there than on Linux itself. */
export function surroundingsLine(surroundings: Surroundings): Capability[] {
  const { container } = surroundings;
  if (container === null) return [];
  const machine = virtualMachineOf(surroundings);
  const users = surroundings.isRoot
    ? 'What leaves a sandbox'
    : 'All sandboxes run as one user, and what leaves one';
  const where = machine === null ? `a container (${container})` : `a container (${container}) on ${machine}`;
  const shared =
    machine === null
      ? 'Its processors and its clock are the machine’s'
      : 'Its processors and its clock are the virtual machine’s, which shares them with the rest of the computer and stands still while that sleeps';
  return [
    {
      id: 'surroundings',
      side: 'machine',
      title: 'In a container',
      status: 'degraded',
      detail: `Crossover runs in ${where}. ${shared}. ${users} is in that container.`,
      remedy:
        'Run Crossover on Linux itself, without a container, where figures and walls are to be the best.',
    },
  ];
}
