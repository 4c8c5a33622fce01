import {
  exactCount,
  formatBytes,
  formatMiB,
  formatMs,
  formatRate,
  formatShare,
} from '#lib/domain/charts/format.ts';
import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { peakWords } from '#lib/domain/load/peak.ts';
import { compressionWords, trafficWords } from '#lib/domain/load/traffic-words.ts';
import { trafficOf } from '#lib/domain/load/turn.ts';
import type { CandidateReport } from '#lib/domain/report/measurement.ts';
import type { Report } from '#lib/domain/report/report.ts';
import type { Workload } from '#lib/domain/workload/workload.ts';
import type { Fact } from './facts.tsx';

/** Everything a reader needs to repeat the run, as rows. */
export const planFacts = (plan: ExperimentPlan): Fact[] => [
  { label: 'Measured time', value: `${plan.secondsPerCandidate} s on each side` },
  { label: 'Traffic', value: trafficWords(trafficOf(plan)) },
  ...(plan.traffic ? [{ label: 'On average', value: formatRate(plan.ratePerSecond) }] : []),
  ...(plan.peak === undefined ? [] : [{ label: 'Peak', value: peakWords(plan.peak) }]),
  ...compressionFact(compressionWords(plan)),
  {
    label: 'Warm-up',
    value: plan.warmupSeconds > 0 ? `${plan.warmupSeconds} s on each side, reported apart` : 'none',
  },
  {
    label: 'Forced starts',
    value: plan.starts > 0 ? `up to ${plan.starts} on each side, for at most 10 s a side` : 'none',
  },
  { label: 'Turns', value: `${plan.rounds} on each side, each with the whole traffic` },
  { label: 'Seed', value: String(plan.seed), num: true },
  ...(plan.paddingMiB > 0 ? [{ label: 'Code added', value: formatMiB(plan.paddingMiB) }] : []),
  {
    label: 'Functions',
    value: `keep-alive ${plan.keepAliveSeconds} s, at most ${plan.maxConcurrency} at once`,
  },
  {
    label: 'Containers',
    value: `${plan.replicas} ${plan.replicas === 1 ? 'replica' : 'replicas'}, ${plan.cpusPerReplica} vCPU each`,
  },
  { label: 'Container engine', value: engineWords(plan) },
];

const compressionFact = (words: string | null): Fact[] =>
  words === null ? [] : [{ label: 'Time', value: words }];

const engineWords = ({ containerEngine: chosen }: ExperimentPlan): string =>
  chosen === 'auto' ? 'the first that was there' : `${ENGINE_NAMES[chosen]}, as chosen`;

/** How well the load was made; reports of the first release do not say. */
export function generatorFacts({ generator }: Pick<Report, 'generator'>): Fact[] {
  if (!generator) return [];
  const { lateness, unsent, load } = generator;
  const share = (label: string, value: number | null | undefined): Fact[] =>
    value == null ? [] : [{ label, value: formatShare(value), num: true }];
  return [
    { label: 'Sent late', value: `${formatMs(lateness.p99Ms)} at p99, ${formatMs(lateness.maxMs)} at most` },
    ...(unsent === null ? [] : [{ label: 'Not sent', value: exactCount(unsent), num: true }]),
    ...share('Processors taken by the hypervisor', load?.steal),
    ...share('Processors used by others', load?.others),
    ...share('Time a task waited for a processor', load?.waiting),
  ];
}

export const workloadFacts = (workload: Workload): Fact[] => [
  { label: 'Memory', value: formatMiB(workload.memoryMiB), num: true },
  { label: 'Timeout', value: formatMs(workload.timeoutMs), num: true },
  ...(workload.durationSeconds === undefined
    ? []
    : [{ label: 'Duration, assumed', value: formatMs(workload.durationSeconds * 1000), num: true }]),
  { label: 'State', value: STATE_WORDS[workload.state] },
  {
    label: 'Requests',
    value: workload.trigger.requests
      .map(({ method, path, weight }) => `${method} ${path} (${weight})`)
      .join(', '),
    num: true,
  },
];

const STATE_WORDS: Record<Workload['state'], string> = {
  none: 'keeps none',
  store: 'in a store outside',
  memory: 'in memory',
};

/** Both sides ran one; reports of the first releases ran Node and did not say it of their sides. */
export const runtimeWords = ({ machine, candidates }: Pick<Report, 'machine' | 'candidates'>): string =>
  `${candidates[0]?.build.runtime ?? `Node.js ${machine.node.replace(/^v/, '')}`} on both sides`;

export const machineFacts = ({ machine, candidates }: Pick<Report, 'machine' | 'candidates'>): Fact[] => [
  { label: 'Processor', value: `${machine.cpuModel}, ${machine.cpus} CPUs, ${machine.arch}` },
  { label: 'Memory', value: formatMiB(machine.memoryMiB), num: true },
  { label: 'System', value: `${machine.os}, kernel ${machine.kernel}` },
  { label: 'Runtime', value: runtimeWords({ machine, candidates }) },
  { label: 'Crossover', value: machine.crossover, num: true },
];

export const buildFacts = ({ build }: CandidateReport): Fact[] => [
  { label: 'Run by', value: build.engine },
  {
    label: 'Code',
    value: `${formatBytes(build.codeBytes)} (${exactCount(build.codeBytes)} bytes)`,
    num: true,
  },
  {
    label: 'Runtime under it',
    value: build.baseBytes === 0 ? 'brought by the platform' : formatBytes(build.baseBytes),
  },
  { label: 'Build', value: formatMs(build.buildTime), num: true },
  { label: 'Digest', value: build.digest, num: true },
];
