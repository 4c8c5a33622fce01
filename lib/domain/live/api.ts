import { z } from 'zod';
import type { Problem } from '../errors.ts';
import type { Capability, Side } from '../execution/executor.ts';
import type { MachineInfo } from '../execution/machine.ts';
import { type ExperimentPlan, PlanWishes } from '../experiment/plan.ts';
import type { ExperimentState } from '../experiment/state.ts';
import { namesOfToday } from '../experiment/versions/names-of-today.ts';
import type { Verdict } from '../recommendation/assessment.ts';
import type { Report } from '../report/report.ts';
import type { ReportSummary } from '../report/report-summary.ts';
import { SweepAxes } from '../sweep/axes.ts';
import type { PreparedSweep } from '../sweep/prepare.ts';
import { Code, Workload } from '../workload/workload.ts';
import type { ExperimentTimes } from './experiment-times.ts';

/**
 * The HTTP API between the browser and the web process. Every error answer is
 * `{ problem: Problem, issues?: {path, message}[] }` with a fitting status.
 *
 *   GET    /api/samples                         SampleView[]
 *   GET    /api/workloads?limit&after           WorkloadPage, newest first
 *   POST   /api/workloads                       CreateWorkload -> 201 WorkloadView
 *   POST   /api/workloads/notes                 WorkloadNotesRequest -> WorkloadNotes, for code that is not stored
 *   GET    /api/workloads/:id                   WorkloadView
 *   GET    /api/experiments?limit&after&state   ExperimentPage, newest first
 *   POST   /api/experiments                     CreateExperiment -> 201 ExperimentView
 *   GET    /api/experiments/:id                 ExperimentView
 *   POST   /api/experiments/:id/cancel          ExperimentView
 *   GET    /api/experiments/:id/events          text/event-stream of ExperimentEvent (id: = resumable)
 *   GET    /api/experiments/:id/samples.csv     raw samples
 *   GET    /api/experiments/:id/samples.jsonl   the same as JSON lines
 *   GET    /api/experiments/:id/report.json     Report
 *   POST   /api/experiments/:id/share           -> 201 ShareView
 *   GET    /api/experiments/:id/share           ShareView[]
 *   DELETE /api/shares/:slug                    204
 *   GET    /api/shares/:slug/report.json        Report (public)
 *   GET    /api/shares/:slug/samples.csv        raw samples (public)
 *   GET    /api/shares/:slug/samples.jsonl      the same as JSON lines (public)
 *   POST   /api/sweeps                          CreateSweep -> 201 SweepView
 *   GET    /api/sweeps/:id                      SweepView
 *   POST   /api/sweeps/:id/cancel               SweepView
 *   POST   /api/playground/runs                 PlaygroundRequest -> 202 RunView
 *   GET    /api/playground/instances/events     text/event-stream of InstancesEvent, of the browser that asks
 *   POST   /api/playground/instances/:id/kill   202; 404 for what the browser's own list does not show
 *   GET    /api/lessons                         LessonView[]
 *   POST   /api/lessons/:slug/runs              {} -> 202 RunView
 *   GET    /api/runs/:id/events                 text/event-stream of InteractiveEvent
 *   GET    /api/machine                         MachineView
 *   GET    /api/experiments/:id/usage           Usage: what was measured, for any platform's bill
 *   GET    /api/prices                          OwnPrices: what the user changed and added
 *   PUT    /api/prices/changes                  PriceChange -> OwnPrices
 *   DELETE /api/prices/changes?key&meter&tier   OwnPrices
 *   POST   /api/prices/sheets                   OwnSheet -> 201 OwnPrices
 *   DELETE /api/prices/sheets?key               OwnPrices
 *
 * The playground tells browsers apart by a cookie `browser`, which its answers set where it is missing.
 */

export const CreateWorkload = Workload;

export const WorkloadNotesRequest = z.object({ code: Code });
/** Sentences to read before the code is run; empty where there is nothing to say. */
export interface WorkloadNotes {
  notes: readonly string[];
}

/** A request of ours: plans in it have the names of today. */
type Planned<T> = Omit<T, 'plan'> & { plan?: PlanWishes };

export const CreateExperiment = z.object({
  workloadId: z.string(),
  plan: z.preprocess(namesOfToday, PlanWishes.default({})),
});
export type CreateExperimentInput = Planned<z.input<typeof CreateExperiment>>;

export interface SampleView {
  slug: string;
  workload: Workload;
}

/** What the verdict of a run chose; null before there is one. */
type Choice = Verdict['choice'] | null;

export interface WorkloadView {
  id: string;
  createdAt: string;
  workload: Workload;
  /** Newest first. */
  experiments: ({ id: string; state: ExperimentState; choice: Choice } & ExperimentTimes)[];
}

export interface ExperimentView extends ExperimentTimes {
  id: string;
  workloadId: string;
  workload: Workload;
  /** In lists a recorded traffic is a sketch of itself. */
  plan: ExperimentPlan;
  state: ExperimentState;
  startedAt: string | null;
  endedAt: string | null;
  /** Set when failed, cancelled or interrupted. */
  problem: Problem | null;
  /** Samples stored so far. */
  samples: number;
  /** The sweep it belongs to. */
  sweepId?: string | null;
  /** When the retention setting had the raw samples removed; the report is kept. */
  samplesDeletedAt?: string | null;
  /** When done. Left out in a sweep. */
  report?: Report;
}

/** An experiment in a list: neither its code nor its plan nor its report. */
export interface ExperimentItem extends ExperimentTimes {
  id: string;
  /** That of its workload. */
  name: string;
  state: ExperimentState;
  /** The sweep it belongs to. */
  sweepId: string | null;
  /** Why it failed, was cancelled or interrupted: what happened, in a sentence. */
  problem: string | null;
  /** Of its report, when done. */
  summary: ReportSummary | null;
}

export interface ExperimentPage {
  experiments: ExperimentItem[];
  /** Goes into `?after=` of the next page; null: there is none. */
  next: string | null;
}

/** A workload in a list: not its code. */
export interface WorkloadItem
  extends Pick<Workload, 'name' | 'description' | 'memoryMiB'>,
    Pick<Workload['traffic'], 'requestsPerMonth'> {
  id: string;
  createdAt: string;
  runs: number;
  /** State of the newest run. */
  latest: ExperimentState | null;
  /** Of the newest run. */
  choice: Choice;
}

export interface WorkloadPage {
  workloads: WorkloadItem[];
  next: string | null;
}

export const CreateSweep = z.object({
  workloadId: z.string(),
  axes: SweepAxes,
  /** For every experiment of the sweep; what an axis says comes before. */
  plan: z.preprocess(namesOfToday, PlanWishes.default({})),
});
export type CreateSweepInput = Planned<z.input<typeof CreateSweep>>;

export interface SweepView {
  id: string;
  workloadId: string;
  workload: Workload;
  axes: SweepAxes;
  createdAt: string;
  /** In their order; reports left out. */
  experiments: { experiment: ExperimentView; label: string; choice: Choice }[];
  /** Of what has been measured so far; null before the first is done. */
  prepared: PreparedSweep | null;
}

export interface ShareView {
  slug: string;
  url: string;
  createdAt: string;
}

export interface RunView {
  runId: string;
}

export interface LessonView {
  slug: string;
  /** Order in the course, from 1. */
  order: number;
  title: string;
  /** The claim people make, one sentence. */
  claim: string;
  /** Markdown-free paragraphs. */
  text: string[];
  prediction: { question: string; options: { id: string; label: string }[] };
  /** Paragraphs shown after the run: when the claim fails. */
  limits: string[];
  /** The code that is run, shown beside the text. */
  code: { path: string; content: string }[];
  seconds: number;
}

export interface MachineView {
  machine: MachineInfo;
  capabilities: Capability[];
  /** Whether an engine is taking work now. */
  engineAlive: boolean;
  sides: Record<Side, { available: boolean; engine: string | null }>;
}

export interface ApiError {
  problem: Problem;
  issues?: { path: (string | number)[]; message: string }[];
}
