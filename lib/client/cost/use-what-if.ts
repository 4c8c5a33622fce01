'use client';

import { throttle, useQueryStates } from 'nuqs';
import { useCallback, useMemo } from 'react';
import { ADDRESS, type Address } from './address.ts';
import { type Evaluated, evaluate } from './evaluate.ts';
import type { WhatIf } from './what-if.ts';

/** Writes into the address; null takes a change back. Always the same function. */
export type Change = (changes: Partial<Address>) => void;

export interface WhatIfState extends Evaluated {
  address: Address;
  change: Change;
}

/**
 * A what-if is one place: going back leaves the page instead of undoing every step of a slider. The page
 * follows at once, the address a little later: writing it makes the router look at everything again.
 */
const SETTINGS = {
  history: 'replace',
  shallow: true,
  scroll: false,
  limitUrlUpdates: throttle(300),
} as const;

export function useWhatIf(base: WhatIf): WhatIfState {
  const [address, setAddress] = useQueryStates(ADDRESS, SETTINGS);
  const evaluated = useMemo(() => evaluate(base, address), [base, address]);
  const change = useCallback((changes: Partial<Address>) => void setAddress(changes), [setAddress]);
  return useMemo(() => ({ ...evaluated, address, change }), [evaluated, address, change]);
}

/** Takes everything back but where the page starts and which platforms are chosen. */
export const NO_CHANGES = Object.fromEntries(
  Object.keys(ADDRESS)
    .filter((key) => !['x', 'p', 'a', 'b'].includes(key))
    .map((key) => [key, null]),
) as Partial<Address>;
