'use client';

import { useCallback, useDeferredValue, useMemo } from 'react';
import { metersOnBill } from '#lib/client/cost/results.ts';
import { useCosts } from '#lib/client/cost/use-costs.ts';
import { useWhatIf } from '#lib/client/cost/use-what-if.ts';
import type { WhatIf } from '#lib/client/cost/what-if.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import type { OwnPrices } from '#lib/domain/prices/own-prices.ts';
import { Controls } from './controls.tsx';
import { CrossoverSection } from './crossover-section.tsx';
import { Details } from './details.tsx';
import { LeftOut } from './left-out.tsx';
import { type PairChoice, PairSelect } from './pair-select.tsx';
import { PlatformPicker } from './platform-picker.tsx';
import { PricesSection } from './prices-section.tsx';
import { RankingTable } from './ranking-table.tsx';
import { SectionHeading } from './section-heading.tsx';
import { StartFrom } from './start-from.tsx';

interface CostScreenProps {
  /** Where the page begins: an experiment's measurement or assumptions. */
  base: WhatIf;
  origin: 'measured' | 'assumed';
  book: PriceBook;
  own: OwnPrices;
  /** Own prices that fit no sheet any more. */
  problems: readonly string[];
}

/**
 * The what-if beside its answer. Every figure is worked out here from the address alone: answer, ranking
 * and chart in the frame of the change, what is further down as soon as there is time.
 */
export function CostScreen({ base, origin, book, own, problems }: CostScreenProps) {
  const state = useWhatIf(base);
  const costs = useCosts(state, book);
  const { keys, priced, pair, results } = costs;
  const later = useDeferredValue(useMemo(() => ({ state, costs }), [state, costs]));
  const { change } = state;
  const choose = useCallback((p: readonly string[]) => change({ p: [...p] }), [change]);
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <header className="lg:col-span-2">
        <p aria-live="polite" className="max-w-4xl text-lg leading-7 font-semibold sm:text-xl sm:leading-8">
          {costs.ranking.sentence}
        </p>
        <StartFrom experimentId={state.address.x} usage={base.usage} change={change} />
      </header>
      <div>
        <Controls state={state} origin={origin} />
      </div>
      <div className="flex min-w-0 flex-col gap-10">
        <PlatformsSection costs={costs} choose={choose} />
        <PairSelect choices={usePairChoices(priced)} pair={pair} change={change} />
        <CrossoverSection state={state} results={results} options={costs.options} pair={pair} />
        <Details state={later.state} costs={later.costs} book={book} />
        <section aria-labelledby="prices">
          <SectionHeading
            id="prices"
            title="Prices"
            lead="Change a price, or add a sheet for your region or contract: every bill here, and every later report, uses it and says so."
          />
          <PricesSection
            book={book}
            own={own}
            chosen={keys}
            problems={problems}
            choose={choose}
            used={useMetersUsed(later.costs.results)}
          />
        </section>
      </div>
    </div>
  );
}

interface PlatformsSectionProps {
  costs: ReturnType<typeof useCosts>;
  choose: (keys: readonly string[]) => void;
}

const PlatformsSection = ({ costs, choose }: PlatformsSectionProps) => (
  <section aria-labelledby="platforms">
    <SectionHeading
      id="platforms"
      title="Platforms"
      actions={<PlatformPicker offers={costs.offers} chosen={costs.keys} onChange={choose} />}
    />
    <RankingTable
      ranking={costs.ranking}
      results={costs.results}
      onRemove={(key) => choose(costs.keys.filter((one) => one !== key))}
    />
    <LeftOut priced={costs.priced} />
  </section>
);

type Results = ReturnType<typeof useCosts>['results'];
type PricedOnes = ReturnType<typeof useCosts>['priced'];

/** The platforms to choose two of; the same list until another platform is chosen. */
function usePairChoices(priced: PricedOnes) {
  const text = JSON.stringify(
    priced.map(({ key, letter, name, side, bill: { region } }) => ({ key, letter, name, side, region })),
  );
  return useMemo(() => JSON.parse(text) as PairChoice[], [text]);
}

/** Labels of the meters on each bill; the same map until a bill has other meters. */
function useMetersUsed(results: Results): ReadonlyMap<string, ReadonlySet<string>> {
  const text = JSON.stringify(
    results.flatMap((result) => {
      const meters = metersOnBill(result);
      return meters === null ? [] : [[result.key, [...meters]]];
    }),
  );
  return useMemo(
    () => new Map((JSON.parse(text) as [string, string[]][]).map(([key, meters]) => [key, new Set(meters)])),
    [text],
  );
}
