import type { Address } from './address.ts';
import { FIELD_KEYS, type FieldKey, fieldOf } from './fields.ts';
import { checkQuantity } from './quantity.ts';
import type { WhatIf } from './what-if.ts';

/** What a field shows: the value in use, the one the page began with, and what is wrong with what was typed. */
export interface FieldState {
  /** In use; null when nothing is known. */
  value: number | null;
  base: number | null;
  changed: boolean;
  /** As it stands in the address, also when it cannot be used. */
  typed: number | null;
  problem: string | null;
}

export interface Evaluated {
  whatIf: WhatIf;
  fields: Readonly<Record<FieldKey, FieldState>>;
}

/** The start with everything that the address changes; what cannot be meant is replaced by the nearest value that can. */
export function evaluate(base: WhatIf, address: Address): Evaluated {
  let whatIf = withSwitches(base, address);
  const fields: Partial<Record<FieldKey, FieldState>> = {};
  for (const key of FIELD_KEYS) {
    const spec = fieldOf(key);
    const start = spec.read(base);
    const typed = address[key];
    if (typed === null) {
      fields[key] = { value: start, base: start, changed: false, typed, problem: null };
      continue;
    }
    const checked = checkQuantity(typed, spec, start ?? spec.least);
    whatIf = spec.write(whatIf, checked.value);
    fields[key] = { ...checked, base: start, changed: true, typed };
  }
  return { whatIf, fields: fields as Record<FieldKey, FieldState> };
}

function withSwitches({ usage, options, ...rest }: WhatIf, address: Address): WhatIf {
  return {
    ...rest,
    usage: { ...usage, shape: address.shape ?? usage.shape },
    options: {
      ...options,
      freeTier: address.free ?? options.freeTier,
      frontDoor: address.door ?? options.frontDoor,
      arch: address.arch ?? options.arch,
      spot: address.spot ?? options.spot,
      off: address.off ?? options.off,
    },
  };
}
