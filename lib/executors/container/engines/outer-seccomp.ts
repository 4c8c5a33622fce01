import { ALLOWED } from './seccomp.ts';

/**
 * System calls of the product itself beside those of the containers that it starts. Everything else is refused to the
 * whole outer container, and so to each sandbox in it: among others bpf, perf_event_open, ptrace, keyctl, io_uring,
 * userfaultfd, modules, kexec, swap, the clock, and files by handle.
 */
const FOR_SANDBOXES = `
chroot clone clone3 fsconfig fsmount fsopen mount mount_setattr move_mount open_tree pivot_root setdomainname
sethostname setns umount2 unshare
`;
/** Postgres, Node, tini, Debian's programs, and what runc and bubblewrap do besides. */
const FOR_PROGRAMS = `
capset fremovexattr getpgrp ioprio_get ioprio_set landlock_add_rule landlock_create_ruleset landlock_restrict_self
lremovexattr lsetxattr mknod mknodat mq_open mq_unlink msgctl msgget msgrcv msgsnd name_to_handle_at pkey_alloc
pkey_free pkey_mprotect removexattr seccomp semctl semget semop semtimedop setfsgid setfsuid setxattr shmat shmctl
shmdt shmget socket statmount syncfs vmsplice
`;

const words = (text: string): string[] => text.trim().split(/\s+/);
const ENOSYS = 38;

/** `lib/docker/seccomp.json`: what the container around the product may ask of the kernel, on x86-64 and arm64. */
export function outerProfile() {
  const names = [...new Set([...ALLOWED, ...words(FOR_SANDBOXES), ...words(FOR_PROGRAMS)])].sort();
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: 1,
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
    ],
    syscalls: [
      { names, action: 'SCMP_ACT_ALLOW' },
      // "Not implemented" lets libraries fall back to what they used before.
      { names: ['io_uring_setup'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS },
    ],
  };
}
