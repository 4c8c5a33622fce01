import type { ExperimentPlan } from '../experiment/plan.ts';
import type { Ms, PerSecond, Random } from '../units.ts';
import type { RequestTemplate } from '../workload/workload.ts';

/**
 * An open-loop arrival schedule: instants from 0 (inclusive) to `durationMs` (exclusive), ascending.
 * It is fixed before the run, so a slow server cannot slow the arrivals down.
 * poisson: independent exponential gaps, as many unrelated users make. constant: every 1/rate.
 * The same seed gives the same schedule.
 */
export function arrivals(options: {
  kind: ExperimentPlan['arrivals'];
  ratePerSecond: PerSecond;
  durationMs: Ms;
  random: Random;
}): Ms[] {
  const gap = 1000 / options.ratePerSecond;
  // Multiplying, not adding: a thousand roundings of 1/30 s would drift.
  if (options.kind === 'constant') {
    const count = Math.ceil(options.durationMs / gap - 1e-9);
    return Array.from({ length: count }, (_, index) => index * gap);
  }
  const times: Ms[] = [];
  // 1 - random() is in (0, 1], so the logarithm is finite.
  const next = (from: Ms) => from - Math.log(1 - options.random()) * gap;
  for (let at = next(0); at < options.durationMs; at = next(at)) times.push(at);
  return times;
}

/** A template with its number filled in: what is sent. */
export interface PickedRequest {
  method: RequestTemplate['method'];
  path: string;
  body: string | null;
}

/**
 * `count` requests drawn by weight; `{n}` in path and body becomes `firstNumber`, `firstNumber` + 1, ….
 * The same seed gives the same requests, so both sides can be sent identical ones.
 */
export function pickRequests(
  templates: readonly RequestTemplate[],
  count: number,
  random: Random,
  firstNumber = 1,
): PickedRequest[] {
  return Array.from({ length: count }, (_, index) =>
    fillIn(pickByWeight(templates, random()), firstNumber + index),
  );
}

function pickByWeight(templates: readonly RequestTemplate[], uniform: number): RequestTemplate {
  const total = templates.reduce((sum, template) => sum + template.weight, 0);
  let left = uniform * total;
  const picked = templates.find((template) => {
    left -= template.weight;
    return left < 0;
  });
  // Rounding can leave a sliver after the last template; it belongs to that one.
  const template = picked ?? templates.at(-1);
  if (template === undefined) throw new RangeError('There must be at least one request template.');
  return template;
}

const fillIn = (template: RequestTemplate, number: number): PickedRequest => ({
  method: template.method,
  path: template.path.replaceAll('{n}', String(number)),
  body: template.body?.replaceAll('{n}', String(number)) ?? null,
});
