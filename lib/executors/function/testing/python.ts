import type { Bundle, Deployment, DeploySpec } from '#lib/domain/execution/executor.ts';
import { requestOf, specOf } from './support.ts';

/** The code of a handler in Python, in one file. */
export const pythonBundle = (content: string): Bundle => ({
  ...{ entry: 'handler.py', handler: 'handler', files: [{ path: 'handler.py', content }] },
});

export const pythonSpec = (content: string, over: Partial<DeploySpec> = {}): DeploySpec =>
  specOf('', { bundle: pythonBundle(content), ...over });

/** A function that runs the Python it is sent, whose `result` it gives back; ctypes is at hand. */
export const PYTHON_EVALUATOR = `
import ctypes, errno, json, os, signal, socket, subprocess, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def syscall(number, *arguments):
    done = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(one) for one in arguments])
    return "done" if done >= 0 else errno.errorcode[ctypes.get_errno()]
def attempt(act, *arguments):
    try:
        return act(*arguments)
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))
def handler(event, context):
    names = dict(globals())
    exec(event["body"], names)
    return {"result": names.get("result")}
`;

/** Runs Python inside; gives its `result`. */
export async function evaluatePython(deployment: Deployment, script: string): Promise<unknown> {
  const { outcome, body, problem, log } = await deployment.invoke(
    requestOf({ method: 'POST', body: script }),
  );
  if (outcome !== 'ok') throw new Error(`${outcome}: ${problem?.message} ${problem?.detail} ${log}`);
  return (JSON.parse(body ?? 'null') as { result: unknown }).result;
}
