import type { Attack, Result } from '../attack.ts';
import { COUNTED_IN, WORK } from './forger.ts';

const FRAME = `import json, os, sys, time
main, dumps, write = sys.modules["__main__"], json.dumps, os.write
def say(message):
    text = dumps(message).encode()
    write(3, len(text).to_bytes(4, "big") + text)
def work():
    began = time.thread_time()
    while time.thread_time() - began < ${WORK / 1000}: pass
`;

const READY_NODE = `import { writeSync } from 'node:fs';
const text = Buffer.from('{"type":"ready"}');
writeSync(3, Buffer.concat([Buffer.from([0, 0, 0, text.length]), text]));
for (const began = performance.now(); performance.now() - began < ${WORK}; );
export const handler = () => 'done';`;

/** Keeps the wrapper from saying so itself. */
const READY_PYTHON = `${FRAME}
honest = main.send
main.send = lambda message: None if message["type"] == "ready" else honest(message)
say({"type": "ready"})
work()
handler = lambda event, context: "done"`;

/** Finds the number of its request on the stack, answers it, and keeps the wrapper from doing so again. */
const FIRST_PYTHON = `${FRAME}
def handler(event, context):
    frame = sys._getframe()
    while "message" not in frame.f_locals: frame = frame.f_back
    main.send = lambda message: None
    say({"type": "reply", "id": frame.f_locals["message"]["id"], "handlerMs": 0, "status": 200, "headers": {}, "body": "first"})
    work()`;

/** Says that it is loaded while it is not: the rest of its load is in the time of the request that waits for it. */
const loadedEarly =
  (file: string, content: string): Attack['run'] =>
  async ({ invoke }): Promise<Result> => {
    const bundle = { entry: file, handler: 'handler', files: [{ path: file, content }] };
    const { outcome, init, handler } = await invoke('', { bundle, memory: 1_769 });
    const evidence = `${outcome}, init ${init.toFixed(1)} ms and handler ${handler.toFixed(1)} ms for ${WORK} ms of loading`;
    return { stopped: outcome !== 'ok' || init + handler >= WORK, evidence };
  };

/** Requests to code that answers first; the work of all but the last is done by then. */
const REQUESTS = 4;

/**
 * Answers and goes on working until it is frozen, and again when it is woken for the next request. What of that is in
 * no answer's time is in the kernel's count, by which it is priced then (domain/cost/after-answer.ts).
 */
const answeredFirst: Attack['run'] = async ({ play }): Promise<Result> => {
  const file = 'handler.py';
  const bundle = { entry: file, handler: 'handler', files: [{ path: file, content: FIRST_PYTHON }] };
  const { told, cpu } = await play({ bundle, memory: 1_769 }, REQUESTS);
  const handlers = told.map(({ outcome, handler }) => `${outcome} after ${handler.toFixed(1)} ms`);
  return {
    stopped: cpu === null || cpu >= (REQUESTS - 1) * WORK - COUNTED_IN,
    evidence: `${handlers.join(', ')} for ${WORK} ms of work each; CPU ${cpu?.toFixed(1) ?? 'not counted,'} ms in all`,
  };
};

const LAYER = 'clock of the executor, count of the kernel';

/** Forgeries by the channel of our frames, which no other way has. */
export const CHANNEL_FORGERIES: readonly Attack[] = [
  { name: 'loaded before it is, Node', layer: LAYER, run: loadedEarly('handler.mjs', READY_NODE) },
  { name: 'loaded before it is, Python', layer: LAYER, run: loadedEarly('handler.py', READY_PYTHON) },
  { name: 'its answer before its work, Python', layer: LAYER, run: answeredFirst },
];
