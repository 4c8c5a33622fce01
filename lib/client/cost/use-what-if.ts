'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { ADDRESS, type Address } from './address.ts';
import { type Evaluated, evaluate } from './evaluate.ts';
import type { WhatIf } from './what-if.ts';

export interface WhatIfState extends Evaluated {
  address: Address;
  /** Null takes a change back. */
  change: (changes: Partial<Address>) => void;
  /** Everything as the page began; the experiment and the chosen platforms stay. */
  reset: () => void;
}

// A what-if is one place: going back leaves the page instead of undoing every step of a slider.
const SETTINGS = { history: 'replace', shallow: true, scroll: false } as const;

export function useWhatIf(base: WhatIf): WhatIfState {
  const [address, setAddress] = useQueryStates(ADDRESS, SETTINGS);
  const evaluated = useMemo(() => evaluate(base, address), [base, address]);
  return useMemo(
    () => ({
      ...evaluated,
      address,
      change: (changes) => void setAddress(changes),
      reset: () => void setAddress({ ...NOTHING, x: address.x, p: address.p, a: address.a, b: address.b }),
    }),
    [evaluated, address, setAddress],
  );
}

const NOTHING = Object.fromEntries(Object.keys(ADDRESS).map((key) => [key, null])) as Address;
