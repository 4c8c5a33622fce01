import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import type { Capability, DeploySpec, Executor } from '#lib/domain/execution/executor.ts';
import { parseChoice } from '#lib/executors/container/engines/select.ts';

const WORD = 'fine';

const SPEC: DeploySpec = {
  name: 'doctor',
  bundle: {
    ...{ entry: 'index.js', handler: 'handler' },
    files: [{ path: 'index.js', content: `exports.handler = async () => '${WORD}';\n` }],
  },
  ...{ memory: 256, timeout: 10_000, environment: {}, services: [], keepAlive: 0 },
  ...{ maxConcurrency: 1, replicas: 1, cpus: 1 },
};

/** Starts one and asks it once. @throws CrossoverError that says what went wrong */
async function tryOne(executor: Executor, container?: DeploySpec['container']): Promise<string> {
  const started = performance.now();
  await using deployment = await executor.deploy({ ...SPEC, container });
  const request = { requestId: 'doctor', method: 'GET', path: '/', headers: {}, body: null };
  const { body, outcome, problem } = await deployment.invoke(request);
  if (problem !== null) throw new CrossoverError(problem);
  if (body !== WORD) {
    const message = `It was asked for "${WORD}" and gave ${outcome}.`;
    throw new CrossoverError({ code: 'trial-failed', owner: 'ours', message, remedy: 'Please report this.' });
  }
  return `started and answered after ${Math.round(performance.now() - started)} ms`;
}

/** What failed, with the detail that a person needs who mends this machine. */
function failed(line: Capability, title: string, error: unknown): Capability {
  const { message, detail, remedy } = toProblem(error);
  const last = detail?.trim().split('\n').at(-1);
  return { ...line, status: 'missing', detail: `${title}: ${message}${last ? ` (${last})` : ''}`, remedy };
}

async function sandboxLine(functions: Executor): Promise<Capability> {
  const line = { id: 'sandbox-start', side: 'function', title: 'Start of a sandbox' } as const;
  try {
    return { ...line, status: 'ok', detail: `One ${await tryOne(functions)}.`, remedy: null };
  } catch (error) {
    return failed({ ...line, status: 'missing', detail: '', remedy: null }, 'It failed', error);
  }
}

/** An engine is there when a container of it starts and answers, not when its program is found. */
async function engineLine(line: Capability, containers: Executor): Promise<Capability> {
  if (line.status !== 'ok' || !line.id.startsWith(ENGINE)) return line;
  const engine = parseChoice(line.id.slice(ENGINE.length));
  try {
    const detail = `${line.detail} A container ${await tryOne(containers, { engine })}.`;
    return { ...line, detail };
  } catch (error) {
    return failed(line, 'No container starts', error);
  }
}

const ENGINE = 'engine-';

/** What the machine can do, with a sandbox and a container of every engine that really start. */
export async function withTrials(
  capabilities: readonly Capability[],
  { functions, containers }: { functions: Executor; containers: Executor },
): Promise<Capability[]> {
  const lines: Capability[] = [];
  for (const line of capabilities) lines.push(await engineLine(line, containers));
  // What is missing already says why none could start.
  const hopeless = lines.some(({ side, status }) => side === 'function' && status === 'missing');
  const at = lines.findLastIndex(({ side }) => side === 'function') + 1;
  return hopeless ? lines : lines.toSpliced(at, 0, await sandboxLine(functions));
}
