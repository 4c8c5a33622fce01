'use client';

import { useMemo, useState } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { ownPriceNotes, rankingOf, resultsOf } from '#lib/client/cost/compute.ts';
import { isPriced, metersOnBill } from '#lib/client/cost/results.ts';
import { chosenKeys, offersOf, pairOf } from '#lib/client/cost/selection.ts';
import { useWhatIf } from '#lib/client/cost/use-what-if.ts';
import type { WhatIf } from '#lib/client/cost/what-if.ts';
import { platforms } from '#lib/domain/cost/bill-of.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import type { OwnPrices } from '#lib/domain/prices/own-prices.ts';
import { BillSection } from './bill-section.tsx';
import { Controls } from './controls.tsx';
import { CrossoverSection } from './crossover-section.tsx';
import { GrowthSection } from './growth-section.tsx';
import { PairSelect } from './pair-select.tsx';
import { PlatformPicker } from './platform-picker.tsx';
import { PricesSection } from './prices-section.tsx';
import { RankingTable } from './ranking-table.tsx';
import { SectionHeading } from './section-heading.tsx';
import { SensitivitySection } from './sensitivity-section.tsx';
import { StartFrom } from './start-from.tsx';
import { TroubleSection } from './trouble-section.tsx';

interface CostScreenProps {
  /** Where the page begins: an experiment's measurement or assumptions. */
  base: WhatIf;
  origin: 'measured' | 'assumed';
  book: PriceBook;
  own: OwnPrices;
  /** Own prices that fit no sheet any more. */
  problems: readonly string[];
}

/** The what-if beside its answer. Every figure is worked out here, at once, from the address alone. */
export function CostScreen({ base, origin, book, own, problems }: CostScreenProps) {
  const state = useWhatIf(base);
  const { usage, options: switches, maxAgeDays } = state.whatIf;
  const [today] = useState(() => new Date());
  const options = useMemo(() => ({ ...switches, book }), [switches, book]);
  const offers = useMemo(() => offersOf(platforms(book)), [book]);
  const keys = useMemo(() => chosenKeys(state.address.p, offers), [state.address.p, offers]);
  const results = useMemo(
    () => resultsOf(keys, { usage, options, maxAgeDays }, today),
    [keys, usage, options, maxAgeDays, today],
  );
  const ranking = useMemo(
    () => rankingOf(results, usage.requestsPerMonth),
    [results, usage.requestsPerMonth],
  );
  const priced = useMemo(() => results.filter(isPriced), [results]);
  const { a, b } = state.address;
  const pair = useMemo(() => pairOf(priced, { a, b }), [priced, a, b]);
  const choose = (p: string[]) => state.change({ p });
  const shown = pair === null ? priced : pair.flatMap((key) => priced.filter((one) => one.key === key));
  const [first, second] = shown;
  return (
    <div className="grid gap-x-10 gap-y-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <header className="lg:col-span-2">
        <p aria-live="polite" className="max-w-4xl text-lg leading-7 font-semibold sm:text-xl sm:leading-8">
          {ranking.sentence}
        </p>
        <StartFrom experimentId={state.address.x} usage={base.usage} onChange={(x) => state.change({ x })} />
      </header>
      <div>
        <Controls state={state} origin={origin} />
      </div>
      <div className="flex min-w-0 flex-col gap-10">
        <section aria-labelledby="platforms">
          <SectionHeading
            id="platforms"
            title="Platforms"
            actions={<PlatformPicker offers={offers} chosen={keys} onChange={choose} />}
          />
          <RankingTable
            ranking={ranking}
            results={results}
            onRemove={(key) => choose(keys.filter((one) => one !== key))}
          />
        </section>
        <PairSelect priced={priced} pair={pair} onChange={state.change} />
        <CrossoverSection state={state} results={results} options={options} pair={pair} />
        <section aria-labelledby="bills" className="flex flex-col gap-8">
          <SectionHeading id="bills" title="The bills, line by line" />
          {shown.map((result) => (
            <div key={result.key} className="flex flex-col gap-3">
              {ownPriceNotes(result, book).map((note) => (
                <Alert key={note}>{note}</Alert>
              ))}
              <BillSection result={result} />
            </div>
          ))}
        </section>
        {first && second ? (
          <section aria-labelledby="sensitivity">
            <SectionHeading id="sensitivity" title="Sensitivity" />
            <SensitivitySection pair={[first, second]} usage={usage} options={options} />
          </section>
        ) : null}
        <GrowthSection state={state} priced={priced} pair={pair} options={options} />
        <TroubleSection state={state} priced={priced} pair={pair} options={options} />
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
            onAdded={(key) => choose([...keys, key])}
            used={(key) => metersOnBill(results.find((result) => result.key === key))}
          />
        </section>
      </div>
    </div>
  );
}
