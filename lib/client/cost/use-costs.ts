'use client';

import { useMemo, useState } from 'react';
import type { Ranking } from '#lib/domain/charts/cost-ranking.ts';
import { platforms } from '#lib/domain/cost/bill-of.ts';
import type { BillOptions } from '#lib/domain/cost/options.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import { rankingOf, resultsOf } from './compute.ts';
import { isPriced, type Priced, type Result } from './results.ts';
import { chosenKeys, type Offer, offersOf, type Pair, pairOf } from './selection.ts';
import type { WhatIfState } from './use-what-if.ts';

/** What the chosen platforms cost in this what-if. Each part keeps its identity until it changes. */
export interface Costs {
  offers: readonly Offer[];
  keys: readonly string[];
  results: readonly Result[];
  priced: readonly Priced[];
  ranking: Ranking;
  pair: Pair | null;
  options: BillOptions;
}

export function useCosts({ whatIf, address }: WhatIfState, book: PriceBook): Costs {
  const { usage, options: switches, maxAgeDays } = whatIf;
  const [today] = useState(() => new Date());
  const options = useMemo(() => ({ ...switches, book }), [switches, book]);
  const offers = useMemo(() => offersOf(platforms(book)), [book]);
  const keys = useMemo(() => chosenKeys(address.p, offers), [address.p, offers]);
  const results = useMemo(
    () => resultsOf(keys, { usage, options, maxAgeDays }, today),
    [keys, usage, options, maxAgeDays, today],
  );
  const ranking = useMemo(
    () => rankingOf(results, usage.requestsPerMonth),
    [results, usage.requestsPerMonth],
  );
  const priced = useMemo(() => results.filter(isPriced), [results]);
  const { a, b } = address;
  const [first, second] = pairOf(priced, { a, b }) ?? [];
  const pair = useMemo<Pair | null>(
    () => (first === undefined || second === undefined ? null : [first, second]),
    [first, second],
  );
  return useMemo(
    () => ({ offers, keys, results, priced, ranking, pair, options }),
    [offers, keys, results, priced, ranking, pair, options],
  );
}
