import { parseTrace } from '#lib/domain/load/trace/parse-trace.ts';
import { traceArrivals } from '#lib/domain/simulation/arrivals.ts';
import { SimulationInput } from '#lib/domain/simulation/input.ts';
import { monthlyBill } from '#lib/domain/simulation/price.ts';
import type { SimulationResult } from '#lib/domain/simulation/result.ts';
import { parseSimulation } from '#lib/domain/simulation/simple.ts';
import { simulateNow } from '#lib/domain/simulation/simulate.ts';
import { parseJson, readText } from './read-file.ts';

const REMEDY = 'Send one JSON object; public/schemas/simulation.schema.json describes it.';

interface SimulateOptions {
  input?: string;
  trace?: string;
  series?: boolean;
  price?: boolean;
  validate?: boolean;
  json?: boolean;
}

/** Reads one JSON object from the file or from standard input and writes one. */
export async function simulate(options: SimulateOptions): Promise<void> {
  if (options.validate) return (await import('./simulate-validation.ts')).validate(options);
  const document = parseJson(await readText(options.input), REMEDY);
  const input = options.trace ? await withTrace(document, options.trace) : parseSimulation(document);
  const began = performance.now();
  const result = simulateNow(input);
  const seconds = (performance.now() - began) / 1000;
  console.log(JSON.stringify(output(input, result, seconds, options), null, 2));
}

/** The document with the requests of a CSV file as its arrivals. */
async function withTrace(document: unknown, path: string): Promise<SimulationInput> {
  const arrivals = traceArrivals(parseTrace(await readText(path)));
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
