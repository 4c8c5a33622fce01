import { readingWords, type Trace } from '#lib/domain/load/trace/trace.ts';
import { traceArrivals } from '#lib/domain/simulation/arrivals.ts';
import { SimulationInput } from '#lib/domain/simulation/input.ts';
import { monthlyBill } from '#lib/domain/simulation/price.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { parseSimulation } from '#lib/domain/simulation/simple.ts';
import { simulateNow } from '#lib/domain/simulation/simulate.ts';
import { printable } from './printable.ts';
import { parseJson, readText } from './read-file.ts';
import { readTrace, type TraceFlags } from './trace-options.ts';

const REMEDY = 'Send one JSON object; public/schemas/simulation.schema.json describes it.';

interface SimulateOptions extends TraceFlags {
  input?: string;
  series?: boolean;
  price?: boolean;
  validate?: boolean;
  json?: boolean;
}

/** Reads one JSON object from the file or from standard input and writes one. */
export async function simulate(options: SimulateOptions): Promise<void> {
  if (options.validate) return (await import('./simulate-validation.ts')).validate(options);
  const document = parseJson(await readText(options.input), REMEDY);
  const { trace: file, timeColumn, countColumn, unit, interval } = options;
  const trace = await readTrace({ trace: file, timeColumn, countColumn, unit, interval });
  const reading = trace === null ? [] : readingWords(trace);
  for (const words of reading) process.stderr.write(`${printable(words)}\n`);
  const input = trace === null ? parseSimulation(document) : withTrace(document, trace);
  const began = performance.now();
  const result = simulateNow(input);
  const seconds = (performance.now() - began) / 1000;
  const shown = output(input, result, seconds, options);
  console.log(JSON.stringify(trace === null ? shown : { ...shown, trace: { file, reading } }, null, 2));
}

/** The document with the requests of a trace as its arrivals. */
function withTrace(document: unknown, trace: Trace): SimulationInput {
  const arrivals = traceArrivals(trace);
  const whole = typeof document === 'object' && document !== null && 'platform' in document;
  return whole
    ? SimulationInput.parse({ ...document, arrivals })
    : { ...parseSimulation(document), arrivals };
}

/** Plain numbers first, as scripts want them; intervals at 95% beside them. Means are over time. */
function output(
  input: SimulationInput,
  result: SimulationResult,
  seconds: number,
  { series, price }: SimulateOptions,
) {
  return {
    coldStartProbability: result.coldStartProbability.value,
    meanInstances: result.meanInstances.value,
    meanRunningInstances: result.meanBusyInstances.value,
    meanIdleInstances: result.meanIdleInstances.value,
    simulatedRequests: result.requests,
    simulatedRequestsPerSecond: result.requests / seconds,
    simulatedSeconds: result.simulatedMs / 1000,
    coldStarts: result.cold,
    throttled: result.throttled,
    timedOut: result.timedOut,
    meanWaiting: result.meanWaiting.value,
    intervals: {
      coldStartProbability: result.coldStartProbability.interval,
      meanInstances: result.meanInstances.interval,
      meanRunningInstances: result.meanBusyInstances.interval,
      meanIdleInstances: result.meanIdleInstances.interval,
    },
    latencyMs: result.latency,
    usage: result.usage,
    seed: input.seed,
    ...(price ? { month: monthlyBill(result.usage) } : {}),
    ...(series ? { series: result.series, histograms: result.histograms } : {}),
  };
}
