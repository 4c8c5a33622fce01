import type { Random } from '../units.ts';
import type { RequestTemplate } from '../workload/workload.ts';

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
