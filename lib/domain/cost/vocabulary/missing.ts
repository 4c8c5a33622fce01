import { type Asked, wrong } from './counted.ts';
import type { Need } from './needs/need.ts';
import { needsOf } from './needs/needs-of.ts';

/**
 * What is priced alone, in words. @throws CrossoverError that names every input without which a part
 * of the bill would be missing: then there is no total.
 */
export function checkMissing({ rule, sheet, alias, inputs }: Asked): string[] {
  const given = new Set([inputs.numbers, inputs.texts, inputs.flags].flatMap((group) => Object.keys(group)));
  const has = (names: readonly string[] | undefined) => names?.some((name) => given.has(name)) ?? false;
  const open = needsOf(rule, alias).filter(
    ({ given: those, and, unless, needs }) =>
      has(those) && (and === undefined || has(and)) && !has(unless) && !has(needs),
  );
  const missing = open.filter(({ alone }) => alone === undefined);
  if (missing.length > 0) throw wrong(`${inWords(missing, given)} Without it ${sheet.name} has no total.`);
  return open.flatMap(({ alone }) => alone ?? []);
}

/** "inputs.memory_mb is missing, which inputs.duration_ms needs." Each need is named once. */
function inWords(missing: readonly Need[], given: ReadonlySet<string>): string {
  const sentences = missing.map(({ given: those, needs }) => {
    const [first = '', ...others] = needs;
    const or = others.length === 0 ? '' : ` (or ${others.join(', ')})`;
    const because = those.filter((name) => given.has(name)).map((name) => `inputs.${name}`);
    return {
      first,
      text: `inputs.${first}${or} is missing, which ${because.join(' and ')} cannot do without.`,
    };
  });
  const byFirst = new Map(sentences.toReversed().map(({ first, text }) => [first, text]));
  return [...byFirst.values()].toReversed().join(' ');
}
