import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { Ms } from '#lib/domain/units.ts';
import { quickWorkload } from '#lib/samples/testing/quick.ts';

/** Things that the product said yes to: nothing of it may be lost. */
export interface Acknowledged {
  workloads: string[];
  experiments: string[];
  runs: string[];
}

export const nothing = (): Acknowledged => ({ workloads: [], experiments: [], runs: [] });

export const WORKS = ['experiment', 'playground', 'lesson'] as const;
export type Work = (typeof WORKS)[number];

export type Engine = 'runc' | 'docker';

const WORKLOAD = quickWorkload(undefined, { memoryMiB: 128, timeoutMs: 5_000 });
const { code: CODE } = WORKLOAD;
const PLAN = { secondsPerCandidate: 2, warmupSeconds: 0, rounds: 1, ratePerSecond: 5, starts: 0 };
const LESSON = 'one-request-per-environment';

const LIMIT: Ms = 30_000;

async function post<T>(url: string, path: string, body: object = {}): Promise<T> {
  const response = await fetch(url + path, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    signal: AbortSignal.timeout(LIMIT),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** Begins with it, and writes down each yes as it comes. @throws when it was refused, which is no loss */
export async function begin(
  url: string,
  work: Work,
  containerEngine: Engine,
  list: Acknowledged,
): Promise<void> {
  if (work === 'experiment') {
    const { id: workloadId } = await post<{ id: string }>(url, '/api/workloads', WORKLOAD);
    list.workloads.push(workloadId);
    const plan = { ...PLAN, containerEngine };
    list.experiments.push((await post<{ id: string }>(url, '/api/experiments', { workloadId, plan })).id);
  } else {
    const path = work === 'lesson' ? `/api/lessons/${LESSON}/runs` : '/api/playground/runs';
    const body = work === 'lesson' ? {} : { code: CODE, containerEngine, memoryMiB: 128 };
    list.runs.push((await post<{ runId: string }>(url, path, body)).runId);
  }
}

/** Whether a press of the playground is answered on both sides: web, database, engine and sandboxes all work. */
export async function serves(url: string, containerEngine: Engine): Promise<boolean> {
  const { runId } = await post<{ runId: string }>(url, '/api/playground/runs', {
    code: CODE,
    containerEngine,
    memoryMiB: 128,
  });
  const events = await read(url, `/api/runs/${runId}/events`);
  return (
    (events.text.match(/"outcome":"ok"|"status":200/g)?.length ?? 0) >= 2 &&
    !events.text.includes('"kind":"failed"')
  );
}

async function read(url: string, path: string): Promise<{ status: number; text: string }> {
  const response = await fetch(url + path, { signal: AbortSignal.timeout(LIMIT) });
  return { status: response.status, text: await response.text() };
}

/** Whether everything has come to an end that its reader is told. */
export async function allEnded(url: string, { experiments, runs }: Acknowledged): Promise<boolean> {
  for (const id of experiments) {
    const { text } = await read(url, `/api/experiments/${id}`);
    if (!isFinal((JSON.parse(text) as ExperimentView).state)) return false;
  }
  for (const id of runs)
    if (!(await read(url, `/api/runs/${id}/events`)).text.includes('"kind":"done"')) return false;
  return true;
}

/** Acknowledged things that are not there any more, each by its address. A run that is done has its report, too. */
export async function lost(url: string, { workloads, experiments, runs }: Acknowledged): Promise<string[]> {
  const paths = [
    ...workloads.map((id) => `/api/workloads/${id}`),
    ...runs.map((id) => `/api/runs/${id}/events`),
  ];
  for (const id of experiments) {
    const { status, text } = await read(url, `/api/experiments/${id}`);
    if (status !== 200) paths.push(`/api/experiments/${id}`);
    else if ((JSON.parse(text) as ExperimentView).state === 'done')
      paths.push(`/api/experiments/${id}/report.json`, `/api/experiments/${id}/samples.csv`);
  }
  const gone: string[] = [];
  for (const path of paths) if ((await read(url, path)).status !== 200) gone.push(path);
  return gone;
}
