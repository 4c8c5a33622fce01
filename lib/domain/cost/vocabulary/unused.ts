import type { Money } from '../money.ts';
import type { Asked } from './counted.ts';
import type { AnswerLine } from './question.ts';

/** Inputs that are known to change no line and are spoken of elsewhere. */
const TOLD = ['new_conn', 'active_conn', 'rule_evals', 'usd_per_eur'];
const EPHEMERAL = ['ephemeral_mb', 'ephemeral_gb'];

type Price = (asked: Asked) => { money: Money; lines: readonly AnswerLine[] };

/** A sentence for every number that this platform does not bill: without it and with twice as much nothing changes. */
export function unusedInputs(asked: Asked, price: Price): string[] {
  const { numbers } = asked.inputs;
  const told = [...TOLD, ...(asked.rule.ephemeral === undefined ? [] : EPHEMERAL)];
  const bill = fingerprint(asked, numbers, price);
  return Object.entries(numbers).flatMap(([name, value]) => {
    if (value === 0 || told.includes(name)) return [];
    const { [name]: _, ...without } = numbers;
    const same = [without, { ...numbers, [name]: value * 2 }].every(
      (changed) => fingerprint(asked, changed, price) === bill,
    );
    return same ? [`inputs.${name} does not change the bill of ${asked.sheet.name}.`] : [];
  });
}

/** Total and quantities as text; a bill that cannot be made is another one. */
function fingerprint(asked: Asked, numbers: Readonly<Record<string, number>>, price: Price): string {
  try {
    const { money, lines } = price({ ...asked, inputs: { ...asked.inputs, numbers } });
    return JSON.stringify([String(money), lines.map((line) => [line.meter, line.quantity])]);
  } catch {
    return 'none';
  }
}
