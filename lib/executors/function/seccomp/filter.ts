import { ANSWER, answer, DATA, type Instruction, load, toBytes, unless, when } from './assemble.ts';
import { type Architecture, CLONE3, NEWEST_KNOWN, type SyscallTable, TABLES } from './syscalls.ts';

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET of linux/sched.h. */
const NEW_NAMESPACE_FLAGS = 0x7e020000;
/** AF_UNIX, AF_INET, AF_INET6: the families Node uses. No VSOCK, NETLINK, PACKET, ALG and whatever comes. */
const SOCKET_FAMILIES = [1, 2, 10];
/** TIOCSTI and TIOCLINUX put keystrokes into a terminal. */
const TERMINAL_INJECTION = [0x5412, 0x541c];

const allow = answer(ANSWER.allow);
const eperm = answer(ANSWER.eperm);

const ownArchitectureOnly = (table: SyscallTable): Instruction[] => [
  load(DATA.arch),
  ...unless('equal', table.audit, [answer(ANSWER.killProcess)]),
  load(DATA.number),
  ...(table.foreignFrom === null
    ? []
    : when('greaterEqual', table.foreignFrom, [answer(ANSWER.killProcess)])),
  ...when('greaterEqual', NEWEST_KNOWN + 1, [answer(ANSWER.enosys)]),
];

const byArgument = (table: SyscallTable): Instruction[] => [
  ...when('equal', table.clone, [
    load(DATA.argument(0)),
    ...when('anyBitSet', NEW_NAMESPACE_FLAGS, [eperm]),
    allow,
  ]),
  ...when('equal', table.socket, [
    load(DATA.argument(0)),
    ...SOCKET_FAMILIES.flatMap((family) => when('equal', family, [allow])),
    answer(ANSWER.unsupportedFamily),
  ]),
  ...when('equal', table.ioctl, [
    load(DATA.argument(1)),
    ...TERMINAL_INJECTION.flatMap((request) => when('equal', request, [eperm])),
    allow,
  ]),
];

/** The filter as a program; `seccompFilter` gives its bytes. */
export function filterProgram(architecture: Architecture): Instruction[] {
  const table = TABLES[architecture];
  return [
    ...ownArchitectureOnly(table),
    ...when('equal', CLONE3, [answer(ANSWER.enosys)]),
    ...Object.values(table.denied).flatMap((number) => when('equal', number, [eperm])),
    ...byArgument(table),
    allow,
  ];
}

/** The filter for this machine, or null when its architecture has no table. */
export function seccompFilter(architecture: string = process.arch): Buffer | null {
  return architecture === 'x64' || architecture === 'arm64' ? toBytes(filterProgram(architecture)) : null;
}
