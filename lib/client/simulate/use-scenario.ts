'use client';

import { useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { ADDRESS, type Address } from './address.ts';
import type { Base } from './base.ts';
import { type Scenario, scenarioOf } from './scenario.ts';

export interface ScenarioState {
  base: Base;
  address: Address;
  scenario: Scenario;
  /** Null takes a change back. */
  change: (changes: Partial<Address>) => void;
  /** Everything as the page began; the run it starts from stays. */
  reset: () => void;
}

// A form is one place: going back leaves the page instead of undoing every number.
const SETTINGS = { history: 'replace', shallow: true, scroll: false } as const;
const NOTHING = Object.fromEntries(Object.keys(ADDRESS).map((key) => [key, null])) as Address;

export function useScenario(base: Base): ScenarioState {
  const [address, setAddress] = useQueryStates(ADDRESS, SETTINGS);
  const scenario = useMemo(() => scenarioOf(base, address), [base, address]);
  return useMemo(
    () => ({
      base,
      address,
      scenario,
      change: (changes) => void setAddress(changes),
      reset: () => void setAddress({ ...NOTHING, from: address.from }),
    }),
    [base, address, scenario, setAddress],
  );
}
