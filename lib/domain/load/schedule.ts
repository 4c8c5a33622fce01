import type { Random } from '../units.ts';
import type { RequestTemplate } from '../workload/workload.ts';

/** A template with its number filled in: what is sent. Read once for each sending. */
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
  return Array.from(
    { length: count },
    (_, index) => new NumberedRequest(pickByWeight(templates, random()), firstNumber + index),
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

/** Its number is filled in each time it is read: a million bodies that differ need the memory of one. */
class NumberedRequest implements PickedRequest {
  readonly template: RequestTemplate;
  readonly number: number;

  constructor(template: RequestTemplate, number: number) {
    this.template = template;
    this.number = number;
  }

  get method(): RequestTemplate['method'] {
    return this.template.method;
  }

  get path(): string {
    return this.#filled(this.template.path);
  }

  get body(): string | null {
    return this.template.body === undefined ? null : this.#filled(this.template.body);
  }

  #filled(text: string): string {
    return text.replaceAll('{n}', String(this.number));
  }
}
