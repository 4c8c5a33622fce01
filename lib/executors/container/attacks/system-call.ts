import type { Deployment } from '#lib/domain/execution/executor.ts';
import { requestTo } from '../testing/fixture.ts';

/** Makes any system call from inside: Python's own way to C needs no compiler and no program of the machine. */
export const CALLER = `
import ctypes, json, os
libc = ctypes.CDLL(None, use_errno=True)
def handler(event, context):
    numbers = json.loads(event["body"])
    me = os.getpid()
    ctypes.set_errno(0)
    result = libc.syscall(*[ctypes.c_long(number) for number in numbers])
    if os.getpid() != me:
        os._exit(0)
    return {"statusCode": 200, "body": str(ctypes.get_errno() if result == -1 else 0)}
`;

/** Errno of a system call with these arguments in a container that runs `CALLER`; 0 when it came through. */
export const systemCallIn =
  (deployment: Deployment) =>
  async (x64: number, arm64: number, ...args: number[]): Promise<number> => {
    const body = JSON.stringify([process.arch === 'x64' ? x64 : arm64, ...args]);
    const invocation = await deployment.invoke(requestTo('/', { method: 'POST', body }));
    if (invocation.outcome === 'ok') return Number(invocation.body);
    throw new Error(`${invocation.outcome}: ${invocation.problem?.message} ${invocation.log}`);
  };
