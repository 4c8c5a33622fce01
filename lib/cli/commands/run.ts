import { preparePlayed } from '#lib/domain/charts/played-traffic.ts';
import { CrossoverError } from '#lib/domain/errors.ts';
import type { EngineChoice } from '#lib/domain/execution/engines.ts';
import { PlanWishes } from '#lib/domain/experiment/plan.ts';
import { isFinal } from '#lib/domain/experiment/state.ts';
import type { ExperimentView } from '#lib/domain/live/api.ts';
import type { ExperimentEvent } from '#lib/domain/live/events.ts';
import { distortionsOf, planWords } from '#lib/domain/load/traffic-words.ts';
import { cutWords } from '#lib/domain/load/turn-part.ts';
import { assumedWords } from '#lib/domain/workload/assumed-duration.ts';
import { loadSample, loadWorkloadFile } from '#lib/samples/load.ts';
import { database } from '#lib/server/database/database.ts';
import { LiveHub, type StoredEvent } from '#lib/server/live/hub.ts';
import { topics } from '#lib/server/live/publish.ts';
import { findExperiment } from '#lib/server/repositories/experiments.ts';
import { insertWorkload } from '#lib/server/repositories/workloads.ts';
import { cancelExperiment } from '#lib/server/services/cancel-experiment.ts';
import { found } from '#lib/server/services/not-found.ts';
import { startExperiment } from '#lib/server/services/start-experiment.ts';
import { workloadNotes } from '#lib/server/services/workload-notes.ts';
import { PLAN_FLAGS, parseFlags } from './parse-flags.ts';
import { printable } from './printable.ts';
import { openProduct } from './product.ts';
import { reportTable } from './report-table.ts';
import { readTraffic, roundsOf, type TrafficOptions } from './traffic-options.ts';

interface RunOptions extends TrafficOptions {
  sample?: string;
  workload?: string;
  seconds?: number;
  rate?: number;
  starts?: number;
  seed?: number;
  engine?: EngineChoice;
  json?: boolean;
}

const say = (text: string) => process.stderr.write(`${printable(text)}\n`);

export async function run(options: RunOptions): Promise<void> {
  const workload = readWorkload(options);
  const traffic = await readTraffic(options);
  for (const words of traffic?.notes ?? []) say(words);
  const wishes = {
    secondsPerCandidate: options.seconds,
    ratePerSecond: traffic === undefined ? options.rate : undefined,
    traffic,
    rounds: roundsOf(options),
    starts: options.starts,
    seed: options.seed,
    containerEngine: options.engine,
  };
  const plan = parseFlags(PlanWishes, wishes, PLAN_FLAGS);
  await using _product = await openProduct(say);
  const { id } = await insertWorkload(workload);
  const experiment = await startExperiment(id, plan);
  announce(experiment);
  for (const note of await workloadNotes(workload.code)) say(`Read with care: ${note}`);
  const ended = await follow(experiment.id);
  print(ended, options);
}

/** What will be sent, before it is: the plan in a line, its rates, what compressed time distorts. */
function announce({ workload, plan }: ExperimentView): void {
  const assumed = assumedWords(workload, plan);
  if (assumed !== null) {
    say(assumed);
    return;
  }
  say(planWords(plan));
  say(preparePlayed(plan).summary);
  const cut = cutWords(plan);
  if (cut !== null) say(`Read with care: ${cut}`);
  for (const text of distortionsOf(plan)) say(`Compressed time: ${text}`);
}

/** The workload that the options name. @throws CrossoverError when they name none. */
export function readWorkload({ sample, workload }: Pick<RunOptions, 'sample' | 'workload'>) {
  if (sample) return loadSample(sample);
  if (workload) return loadWorkloadFile(workload);
  throw new CrossoverError({
    code: 'nothing-to-run',
    owner: 'yours',
    message: 'Say what to run.',
    remedy: 'Give --sample NAME (see `crossover samples`) or --workload FILE.',
  });
}

/** Prints what is being done until the experiment ends; Ctrl-C cancels it first. */
export async function follow(
  experimentId: string,
  cancel = () => void cancelExperiment(experimentId),
): Promise<ExperimentView> {
  const hub = new LiveHub(database());
  let asked = false;
  // One Ctrl-C may come twice, from the terminal and from npm: the second must not end us before the first is stored.
  const interrupt = () => {
    if (!asked) cancel();
    asked = true;
  };
  process.on('SIGINT', interrupt);
  let last = '';
  await new Promise<void>((resolve) => {
    const push = ({ payload }: StoredEvent) => {
      const event = payload as ExperimentEvent;
      if (event.kind === 'progress' && event.doing !== last) {
        last = event.doing;
        say(last);
      }
      if (event.kind === 'state' && isFinal(event.state)) resolve();
      return true;
    };
    hub.subscribe(topics.experiment(experimentId), 0n, { push });
  });
  process.off('SIGINT', interrupt);
  await hub.close();
  return found(await findExperiment(experimentId), 'experiment');
}

/** A job of a pipeline must not go on with a verdict that is none: measured all the same, so not 1. */
export const NO_VERDICT_EXIT = 3;

function print({ id, state, report, problem }: ExperimentView, { json }: RunOptions): void {
  if (report) {
    if (report.verdict.choice === 'none') process.exitCode = NO_VERDICT_EXIT;
    console.log(
      json
        ? JSON.stringify(report, null, 2)
        : printable(`${reportTable(report)}\n\nStored as experiment ${id}.`),
    );
    return;
  }
  process.exitCode = 1;
  if (json) console.log(JSON.stringify({ experimentId: id, state, problem }, null, 2));
  say(
    [`The experiment ${id} ended: ${state}.`, problem?.message, problem?.remedy, problem?.detail]
      .filter(Boolean)
      .join('\n'),
  );
}
