import type { Side } from '../execution/executor.ts';
import type { MiB, Ms } from '../units.ts';
import type { Workload } from '../workload/workload.ts';

/** What one side of a finished run gives the simulator. Distributions are values that stand for equal shares, ascending. */
export interface SideCalibration {
  /** Instances that were there at the first of them. */
  warmAtStart: number;
  /** Instants at which requests were sent, pauses between blocks included, without the warm-up; from 0, ascending. */
  arrivalsMs: readonly Ms[];
  /** From sending to answer without waiting, of good requests that met something warm. */
  serviceMs: readonly Ms[];
  /** Part of every service that was on the way and not billed; 0 of replicas, which no request bills. */
  unbilledMs: Ms;
  /** What a cold start added to its request; empty when there was none. */
  initMs: readonly Ms[];
  measured: MeasuredSide;
}

/** What the run showed, to be held against its simulation; the same requests as in its report. */
export interface MeasuredSide {
  requests: number;
  /** Neither refused nor failed. */
  good: number;
  refused: number;
  cold: number;
  /** From sending to the answer, of the good requests. */
  p50: Ms;
  p95: Ms;
  p99: Ms;
  max: Ms;
  /** Most instances at once, counted with the keep-alive of the run. */
  peakInstances: number;
}

/** A finished run as the simulator needs it. */
export interface Calibration {
  experimentId: string;
  name: string;
  memoryMiB: MiB;
  /** Traffic of the workload: what is simulated. The rate of the run was chosen for percentiles. */
  described: Workload['traffic'];
  keepAliveSeconds: number;
  maxConcurrency: number;
  replicas: number;
  cpusPerReplica: number;
  /** Requests that a replica can work on at once without slowing them: service time over processor time. */
  placesPerReplica: number;
  seed: number;
  sides: Record<Side, SideCalibration>;
}
