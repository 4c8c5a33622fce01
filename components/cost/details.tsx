import { memo } from 'react';
import { Alert } from '#components/ui/alert.tsx';
import { ownPriceNotes } from '#lib/client/cost/compute.ts';
import type { Costs } from '#lib/client/cost/use-costs.ts';
import type { WhatIfState } from '#lib/client/cost/use-what-if.ts';
import type { PriceBook } from '#lib/domain/cost/sheets/book.ts';
import { BillSection } from './bill-section.tsx';
import { GrowthSection } from './growth-section.tsx';
import { SectionHeading } from './section-heading.tsx';
import { SensitivitySection } from './sensitivity-section.tsx';
import { TroubleSection } from './trouble-section.tsx';

interface DetailsProps {
  state: WhatIfState;
  costs: Costs;
  book: PriceBook;
}

/** What is further down than one screen: bills, sensitivity, growth and trouble of the two that are compared. */
export const Details = memo(function Details({ state, costs, book }: DetailsProps) {
  const { priced, pair, options } = costs;
  const shown = pair === null ? priced : pair.flatMap((key) => priced.filter((one) => one.key === key));
  const [first, second] = shown;
  return (
    <>
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
          <SensitivitySection pair={[first, second]} usage={state.whatIf.usage} options={options} />
        </section>
      ) : null}
      <GrowthSection state={state} priced={priced} pair={pair} options={options} />
      <TroubleSection state={state} priced={priced} pair={pair} options={options} />
    </>
  );
});
