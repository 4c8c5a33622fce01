/**
 * System calls that user code has no business with, by architecture. Each widens what a process can
 * reach of the kernel or of other processes; Node needs none of them.
 */
export const ARCHITECTURES = ['x64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

export interface SyscallTable {
  /** AUDIT_ARCH_… of linux/audit.h. */
  audit: number;
  /** Numbers from here on belong to the x32 variant of x86-64, which shares its audit value; null elsewhere. */
  foreignFrom: number | null;
  clone: number;
  socket: number;
  ioctl: number;
  denied: Readonly<Record<string, number>>;
}

/** The newest call that was looked at (setxattrat family); later kernels' calls are answered ENOSYS until someone looks. */
export const NEWEST_KNOWN = 466;
/** clone3 hides its flags behind a pointer a filter cannot follow; C libraries fall back to clone on ENOSYS. */
export const CLONE3 = 435;

/** Calls added since 2019 have one number everywhere. */
const COMMON = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_getfd: 438,
  process_madvise: 440,
  mount_setattr: 442,
  quotactl_fd: 443,
  process_mrelease: 448,
  statmount: 457,
  listmount: 458,
} as const;

const X64: SyscallTable = {
  audit: 0xc000003e,
  foreignFrom: 0x40000000,
  clone: 56,
  socket: 41,
  ioctl: 16,
  denied: {
    ...COMMON,
    ptrace: 101,
    syslog: 103,
    uselib: 134,
    personality: 135,
    vhangup: 153,
    modify_ldt: 154,
    pivot_root: 155,
    sysctl: 156,
    adjtimex: 159,
    chroot: 161,
    acct: 163,
    settimeofday: 164,
    mount: 165,
    umount2: 166,
    swapon: 167,
    swapoff: 168,
    reboot: 169,
    sethostname: 170,
    setdomainname: 171,
    iopl: 172,
    ioperm: 173,
    create_module: 174,
    init_module: 175,
    delete_module: 176,
    quotactl: 179,
    nfsservctl: 180,
    lookup_dcookie: 212,
    clock_settime: 227,
    mbind: 237,
    set_mempolicy: 238,
    kexec_load: 246,
    add_key: 248,
    request_key: 249,
    keyctl: 250,
    migrate_pages: 256,
    unshare: 272,
    move_pages: 279,
    perf_event_open: 298,
    fanotify_init: 300,
    name_to_handle_at: 303,
    open_by_handle_at: 304,
    clock_adjtime: 305,
    setns: 308,
    process_vm_readv: 310,
    process_vm_writev: 311,
    kcmp: 312,
    finit_module: 313,
    kexec_file_load: 320,
    bpf: 321,
    userfaultfd: 323,
  },
};

const ARM64: SyscallTable = {
  audit: 0xc00000b7,
  foreignFrom: null,
  clone: 220,
  socket: 198,
  ioctl: 29,
  denied: {
    ...COMMON,
    lookup_dcookie: 18,
    umount2: 39,
    mount: 40,
    pivot_root: 41,
    nfsservctl: 42,
    chroot: 51,
    vhangup: 58,
    quotactl: 60,
    acct: 89,
    personality: 92,
    unshare: 97,
    kexec_load: 104,
    init_module: 105,
    delete_module: 106,
    clock_settime: 112,
    syslog: 116,
    ptrace: 117,
    reboot: 142,
    sethostname: 161,
    setdomainname: 162,
    settimeofday: 170,
    adjtimex: 171,
    add_key: 217,
    request_key: 218,
    keyctl: 219,
    swapon: 224,
    swapoff: 225,
    mbind: 235,
    set_mempolicy: 237,
    migrate_pages: 238,
    move_pages: 239,
    perf_event_open: 241,
    fanotify_init: 262,
    name_to_handle_at: 264,
    open_by_handle_at: 265,
    clock_adjtime: 266,
    setns: 268,
    process_vm_readv: 270,
    process_vm_writev: 271,
    kcmp: 272,
    finit_module: 273,
    bpf: 280,
    userfaultfd: 282,
    kexec_file_load: 294,
  },
};

export const TABLES: Readonly<Record<Architecture, SyscallTable>> = { x64: X64, arm64: ARM64 };
