import { busyMs } from '../cost/month/capacity-of.ts';
import { CrossoverError } from '../errors.ts';
import { firstOf, ownOf } from '../execution/candidate.ts';
import type { Side } from '../execution/executor.ts';
import { isGood, type Sample } from '../execution/sample.ts';
import { isMeasured } from '../report/candidate-report.ts';
import type { Report } from '../report/report.ts';
import { stepsOf } from '../simulation/functions/pool.ts';
import { mean } from '../statistics/mean.ts';
import { ascending, quantileRank } from '../statistics/quantile.ts';
import type { Ms } from '../units.ts';
import { assumedWords } from '../workload/assumed-duration.ts';
import type { Calibration, MeasuredSide, SideCalibration } from './calibration.ts';

/** Values that stand for a distribution; more would not change what is simulated. */
const MOST_VALUES = 2000;
/** More arrivals are not replayed: the page would be asked to carry them. */
const MOST_ARRIVALS = 500_000;
/** Requests in flight that the product's own balancer gives one replica at most. */
const MOST_PLACES = 200;

/**
 * What a run gives the simulator: its measured requests, as the report has them. Of the warm-up only the starts are
 * taken, which are rare and like any other, and the instances that it left warm.
 * @throws CrossoverError when there are no samples (their retention ended) or one side answered nothing.
 */
export function calibrate(
  report: Pick<Report, 'experimentId' | 'workload' | 'plan'>,
  samples: readonly Sample[],
): Calibration {
  const { workload, plan } = report;
  const assumed = assumedWords(workload, plan);
  if (assumed !== null) throw nothingSent(assumed);
  if (samples.length === 0) throw noSamples();
  const of = (side: Side) => ownOf(firstOf(side, plan.candidates), samples);
  const [functions, containers] = [of('function'), of('container')];
  const handlers = containers.filter((one) => isMeasured(one) && isGood(one));
  const handler = mean(handlers.map((one) => one.handler)) ?? 0;
  const places = Math.max(1, Math.min(MOST_PLACES, Math.round(handler / busyMs(handler, workload))));
  const container = places === 1 ? oneAfterAnother(containers) : withoutQueue;
  const sides = {
    function: calibrateSide('function', functions, plan.keepAliveSeconds * 1000, withoutQueue),
    container: calibrateSide('container', containers, Number.POSITIVE_INFINITY, container),
  };
  return {
    experimentId: report.experimentId,
    name: workload.name,
    memoryMiB: workload.memoryMiB,
    described: workload.traffic,
    keepAliveSeconds: plan.keepAliveSeconds,
    maxConcurrency: plan.maxConcurrency,
    replicas: plan.replicas,
    cpusPerReplica: plan.cpusPerReplica,
    placesPerReplica: places,
    seed: plan.seed,
    sides,
  };
}

/** From sending: how late the generator was is no property of what is simulated. */
const sinceSent = ({ receivedAt, sentAt }: Sample): Ms => receivedAt - sentAt;

type ServiceOf = (sample: Sample) => Ms;

const withoutQueue: ServiceOf = (sample) => Math.max(0, sinceSent(sample) - sample.queued);

/**
 * Service of replicas that work on one request at a time. What waits inside one, before its single thread,
 * is in no measured queue: a request begins when it arrives or when the answer before it left, whichever
 * is later. Otherwise a run near its limit would count its queue as service, and again when it is simulated.
 */
function oneAfterAnother(samples: readonly Sample[]): ServiceOf {
  const begins = new Map<Sample, Ms>();
  const before = new Map<string, Ms>();
  for (const sample of samples
    .filter(({ instanceId }) => instanceId !== null)
    .sort((a, b) => a.receivedAt - b.receivedAt)) {
    const instance = sample.instanceId ?? '';
    const arrived = sample.sentAt + sample.queued;
    begins.set(sample, Math.max(arrived, before.get(instance) ?? arrived));
    before.set(instance, sample.receivedAt);
  }
  return (sample) => sample.receivedAt - (begins.get(sample) ?? sample.sentAt + sample.queued);
}

/** Of the samples of a function; null where no warm request and no start of it was measured. */
export function calibrateFunctions(
  samples: readonly Sample[],
  keepAliveMs: Ms,
): Pick<SideCalibration, 'serviceMs' | 'unbilledMs' | 'initMs'> | null {
  const good = samples.filter(isGood);
  if (!good.some((one) => isMeasured(one) && !one.cold) || !good.some(({ cold }) => cold)) return null;
  return calibrateSide('function', samples, keepAliveMs, withoutQueue);
}

function calibrateSide(
  side: Side,
  all: readonly Sample[],
  keepAliveMs: Ms,
  service: ServiceOf,
): SideCalibration {
  const own = all.toSorted((a, b) => a.sentAt - b.sentAt);
  const samples = own.filter(isMeasured);
  const good = samples.filter(isGood);
  const warm = good.filter(({ cold }) => !cold).map(service);
  if (warm.length === 0) throw nothingWarm(side);
  const values = ascending(warm);
  const serviceMs = thinned(values);
  const usual = valueAt(values, 0.5);
  const first = samples[0]?.sentAt ?? 0;
  return {
    warmAtStart: warmAtStart(samples),
    arrivalsMs: samples.slice(0, MOST_ARRIVALS).map(({ sentAt }) => sentAt - first),
    serviceMs,
    unbilledMs: side === 'function' ? unbilled(serviceMs, warmBilled(good)) : 0,
    // The first request in a new instance is slower too; what it takes beyond the usual belongs to the start.
    initMs: thinned(
      ascending(
        own
          .filter((sample) => sample.cold && isGood(sample))
          .map((sample) => Math.max(0, service(sample) - usual)),
      ),
    ),
    measured: measuredSide(samples, good, keepAliveMs),
  };
}

const warmBilled = (good: readonly Sample[]): Ms | null =>
  mean(good.filter(({ cold }) => !cold).map(({ billed }) => billed));

/** Instances whose first request of these met them warm. */
function warmAtStart(samples: readonly Sample[]): number {
  const begun = new Map<string, boolean>();
  for (const { instanceId, cold } of samples)
    if (instanceId !== null && !begun.has(instanceId)) begun.set(instanceId, !cold);
  return [...begun.values()].filter((warm) => warm).length;
}

/** Halvings of the interval: the slowest request's hour becomes less than a microsecond. */
const HALVINGS = 40;

/**
 * What of each service is not billed, so that the services as simulated are billed as measured on average:
 * sending, the gateway and the way back belong to the latency and to no bill. Found by halving, as the
 * mean of the rounded durations only falls with it.
 */
function unbilled(serviceMs: readonly Ms[], billed: Ms | null): Ms {
  if (billed === null) return 0;
  const billedWith = (off: Ms) => mean(serviceMs.map((ms) => stepsOf(ms - off, 1))) ?? 0;
  let [low, high] = [0, serviceMs.at(-1) ?? 0];
  if (billedWith(low) <= billed) return low;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (billedWith(middle) > billed) low = middle;
    else high = middle;
  }
  return high;
}

function measuredSide(samples: readonly Sample[], good: readonly Sample[], keepAliveMs: Ms): MeasuredSide {
  const latencies = ascending(good.map(sinceSent));
  const at = (share: number): Ms => valueAt(latencies, share);
  return {
    requests: samples.length,
    good: good.length,
    refused: samples.filter(({ outcome }) => outcome === 'throttled').length,
    cold: samples.filter(({ cold }) => cold).length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: latencies.at(-1) ?? 0,
    peakInstances: peakInstances(samples, keepAliveMs),
  };
}

/** Most instances at once: each from its first request until its keep-alive after the last. */
function peakInstances(samples: readonly Sample[], keepAliveMs: Ms): number {
  const lives = new Map<string, { from: Ms; to: Ms }>();
  for (const { instanceId, sentAt, receivedAt } of samples) {
    if (instanceId === null) continue;
    const life = lives.get(instanceId) ?? { from: sentAt, to: 0 };
    lives.set(instanceId, { from: life.from, to: Math.max(life.to, receivedAt + keepAliveMs) });
  }
  const changes = [...lives.values()].flatMap(({ from, to }) => [
    { at: from, by: 1 },
    { at: to, by: -1 },
  ]);
  let alive = 0;
  let most = 0;
  for (const { by } of changes.sort((a, b) => a.at - b.at || a.by - b.by)) {
    alive += by;
    most = Math.max(most, alive);
  }
  return most;
}

const valueAt = (sorted: Float64Array, share: number): Ms =>
  sorted[quantileRank(sorted.length, share) - 1] ?? 0;

/** As many values as stand for equal shares; the slowest is kept, because it is what a tail is about. */
function thinned(sorted: Float64Array): Ms[] {
  if (sorted.length <= MOST_VALUES) return [...sorted];
  return Array.from(
    { length: MOST_VALUES },
    (_, index) => sorted[Math.round((index * (sorted.length - 1)) / (MOST_VALUES - 1))] ?? 0,
  );
}

const noSamples = () =>
  new CrossoverError({
    code: 'samples-deleted',
    owner: 'yours',
    message: 'The raw samples of this run are gone, and the simulator is calibrated from them.',
    remedy: 'Run the experiment again, or keep samples longer (CROSSOVER_KEEP_SAMPLES_DAYS).',
  });

const nothingSent = (words: string) =>
  new CrossoverError({
    code: 'nothing-to-calibrate',
    owner: 'yours',
    message: `${words} So there is no time to calibrate from.`,
    remedy: 'Simulate it with times of your own: open the simulator by itself.',
  });

const nothingWarm = (side: Side) =>
  new CrossoverError({
    code: 'nothing-to-calibrate',
    owner: 'yours',
    message: `No warm request of the ${side} side was answered in this run: there is no time to calibrate from.`,
    remedy: 'See in the report why its requests failed, then run it again.',
  });
