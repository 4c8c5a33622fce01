import type { DeploySpec } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import { type Arena, type Attack, FILTER, filtered, groupOr, type Result } from '../attack.ts';

/** Memory of each sandbox that hoards. */
const LIMIT: MiB = 128;
/** No hoard takes more than this, whatever holds it or does not. */
const MOST: MiB = 512;
/** Held beside the limit on the way to it: the runtime itself, and buffers that version 1 counts apart. */
const BESIDE: MiB = 72;

/**
 * `more()` takes a little more and returns the bytes that the kernel holds for it. Ends with the kernel's refusal, at
 * most when it holds `most`, or with the time. What it holds is not given back before the answer.
 */
const hoarding = (body: string): string => `
import ctypes, errno, fcntl, json, mmap, os, select, socket, struct, time
libc = ctypes.CDLL(None, use_errno=True)
kept = []
def call(name, *args):
    result = getattr(libc, name)(*args)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result
${body}
def handler(event, context):
    held, since = 0, time.monotonic()
    ended = "all of it"
    try:
        while held < ${MOST} << 20:
            if time.monotonic() - since > 25:
                ended = "time"
                break
            held += more()
    except OSError as error:
        ended = errno.errorcode.get(error.errno, str(error.errno))
    except StopIteration as stop:
        ended = str(stop)
    return {"statusCode": 200, "body": json.dumps({"held": held >> 20, "ended": ended})}
`;

const PIPES = hoarding(`
block = bytes(1 << 16)
def more():
    reader, writer = os.pipe2(os.O_NONBLOCK)
    kept.append((reader, writer))
    fcntl.fcntl(writer, 1031, 1 << 20)
    taken = 0
    try:
        while taken < 1 << 20: taken += os.write(writer, block)
    except BlockingIOError: pass
    return taken`);

const UNIX_SOCKETS = hoarding(`
block = bytes(1 << 16)
def more():
    pair = socket.socketpair()
    kept.append(pair)
    pair[0].setblocking(False)
    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
    taken = 0
    try:
        while taken < 1 << 22: taken += pair[0].send(block)
    except BlockingIOError: pass
    return taken`);

/** SO_MEMINFO tells what waits to be read, with all that the kernel keeps around it. */
const UDP_SOCKETS = hoarding(`
block = bytes(32768)
def waits(one):
    return struct.unpack_from("I", one.getsockopt(socket.SOL_SOCKET, 55, 36))[0]
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
empty = 0
def more():
    global empty
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    kept.append(one)
    one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
    one.bind(("127.0.0.1", 0))
    for _ in range(20): sender.sendto(block, one.getsockname())
    taken = waits(one)
    empty = empty + 1 if taken < 65536 else 0
    if empty == 50: raise StopIteration("dropped")
    return taken`);

const INOTIFY = hoarding(`
os.makedirs("/tmp/watched", exist_ok=True)
made = 0
instance = None
def more():
    global made, instance
    if made % 200 == 0:
        instance = call("inotify_init1", 0)
        kept.append(instance)
    path = "/tmp/watched/%d" % made
    os.mkdir(path)
    made += 1
    call("inotify_add_watch", instance, path.encode(), 0xfff)
    return 2048`);

const EPOLL = hoarding(`
targets = [os.eventfd(0) for _ in range(400)]
def more():
    one = select.epoll()
    kept.append(one)
    for target in targets: one.register(target, select.EPOLLIN)
    return 208 * len(targets)`);

/** Reads a byte of every 2 MiB: each needs a table of its own, while the page behind it is that of zeros. */
const PAGE_TABLES = hoarding(`
step = 2 << 20
at = 0
space = None
def more():
    global at, space
    if space is None or at >= len(space):
        space = mmap.mmap(-1, 1 << 36, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, mmap.PROT_READ)
        space.madvise(15)
        kept.append(space)
        at = 0
    space[at]
    at += step
    return 4096`);

const DENTRIES = hoarding(`
os.makedirs("/tmp/names", exist_ok=True)
made = 0
def more():
    global made
    made += 1
    os.mkdir("/tmp/names/%d%s" % (made, "n" * 180))
    return 1400`);

const QUEUES = hoarding(`
made = 0
numbers = {"x86_64": (240, 242), "aarch64": (180, 182)}[os.uname().machine]
def more():
    global made
    made += 1
    attributes = (ctypes.c_long * 8)(0, 10, 8192, 0)
    queue = call("syscall", numbers[0], b"q%d" % made, os.O_CREAT | os.O_RDWR | os.O_NONBLOCK, 0o600, attributes)
    kept.append(queue)
    for _ in range(10): call("syscall", numbers[1], queue, bytes(8192), 8192, 0, None)
    return 81920`);

const asPython = (content: string): Partial<DeploySpec> => ({
  bundle: { entry: 'handler.py', handler: 'handler', files: [{ path: 'handler.py', content }] },
});

/** Ended, refused by a limit, or left with no more than its memory. Without a group that is not promised, and said so. */
async function hoard({ invoke, sites }: Pick<Arena, 'invoke' | 'sites'>, code: string): Promise<Result> {
  const { outcome, body, problem } = await invoke('', { memory: LIMIT, timeout: 60_000, ...asPython(code) });
  if (outcome !== 'ok')
    return { stopped: ['out-of-memory', 'exited'].includes(outcome), evidence: problem?.message ?? outcome };
  const { held, ended } = JSON.parse(body ?? '{}') as { held: number; ended: string };
  const evidence = `${held} MiB held, then ${ended}`;
  if (held <= LIMIT + BESIDE && ended !== 'time' && ended !== 'all of it') return { stopped: true, evidence };
  const ungrouped = sites.memory === undefined;
  return { stopped: ungrouped, evidence: ungrouped ? `not promised without a group: ${evidence}` : evidence };
}

const hoardOf = (name: string, code: string, otherwise: string): Attack => ({
  ...{ name, layer: groupOr('memory', otherwise) },
  run: (arena) => hoard(arena, code),
});

/** Takes some hundred thousand calls. */
const slowly = (attack: Attack): Attack => ({ ...attack, slow: true });

/** Memory that the kernel holds for a program elsewhere than in its pages. */
export const KERNEL_MEMORY: readonly Attack[] = [
  slowly(hoardOf('full pipes', PIPES, 'pages of pipes that a user may have')),
  slowly(hoardOf('full unix sockets', UNIX_SOCKETS, 'RLIMIT_NOFILE')),
  slowly(hoardOf('full UDP sockets', UDP_SOCKETS, 'RLIMIT_NOFILE')),
  slowly(hoardOf('watches of inotify', INOTIFY, 'instances that a user may have')),
  slowly(hoardOf('watches of epoll', EPOLL, 'RLIMIT_NOFILE')),
  slowly(hoardOf('page tables', PAGE_TABLES, 'nothing')),
  slowly(hoardOf('names and inodes', DENTRIES, 'size of its tmpfs')),
  hoardOf('POSIX message queues', QUEUES, 'RLIMIT_MSGQUEUE'),
  { name: 'netlink sockets', layer: FILTER, run: filtered([41, 198, 16, 3, 0]) },
];
