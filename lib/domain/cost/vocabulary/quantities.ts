import type { Found } from '../find-sheet.ts';
import { activeCpuQuantities } from './active-cpu.ts';
import { type Asked, type Counted, wrong } from './counted.ts';
import { instanceQuantities } from './instance.ts';
import { invocationQuantities } from './invocation.ts';
import { sharedInstanceQuantities } from './shared-instance.ts';
import { unitQuantities } from './units.ts';

const MODELS: Readonly<Record<Found['rule']['model'], (asked: Asked) => Counted>> = {
  invocation: invocationQuantities,
  'shared-instance': sharedInstanceQuantities,
  'active-cpu': activeCpuQuantities,
  instance: instanceQuantities,
  units: unitQuantities,
  unpriced: ({ sheet }) => {
    throw wrong(`${sheet.name} has no sourced price: ${sheet.unsourced.join('; ')}.`);
  },
};

/**
 * The quantities of a question: the inputs that a charge may count as they are, and those worked out
 * by the platform's model. Inputs that replace a price are no quantity.
 */
export function quantitiesOf(asked: Asked): Counted {
  const prices = new Set(Object.keys(asked.rule.overrides ?? {}));
  const plain = Object.entries(asked.inputs.numbers).filter(([name]) => !prices.has(name));
  const counted = MODELS[asked.rule.model](asked);
  return { ...counted, quantities: { ...Object.fromEntries(plain), ...counted.quantities } };
}
