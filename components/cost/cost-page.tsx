'use client';

import { parseAsString, useQueryState } from 'nuqs';
import { memo, useMemo } from 'react';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { QueryState } from '#components/ui/query-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useMeasuredUsage, useOwnPrices } from '#lib/client/cost/queries.ts';
import { assumedWhatIf } from '#lib/client/cost/what-if.ts';
import { problemOf } from '#lib/client/http.ts';
import { defaultPriceBook } from '#lib/domain/cost/sheets/default-book.ts';
import type { Usage } from '#lib/domain/cost/usage.ts';
import { bookWith, type OwnPrices } from '#lib/domain/prices/own-prices.ts';
import { CostScreen } from './cost-screen.tsx';

/** Fetches where the page begins: the experiment in the address, and the prices that are the user's own. */
interface CostPageProps {
  /** The server's setting: a price sheet is called old after this many days. */
  maxAgeDays: number;
}

export function CostPage({ maxAgeDays }: CostPageProps) {
  const [experimentId] = useQueryState('x', parseAsString);
  const own = useOwnPrices();
  const measured = useMeasuredUsage(experimentId);
  return (
    <QueryState query={own} loading={<CostSkeleton />}>
      {(prices) => {
        if (experimentId === null) return <Begin usage={null} own={prices} maxAgeDays={maxAgeDays} />;
        if (measured.data !== undefined)
          return <Begin usage={measured.data} own={prices} maxAgeDays={maxAgeDays} />;
        if (measured.error === null) return <CostSkeleton />;
        return (
          <div className="flex flex-col gap-6">
            <ProblemAlert
              problem={problemOf(measured.error)}
              stillTrue="What follows starts from assumptions instead."
            />
            <Begin usage={null} own={prices} maxAgeDays={maxAgeDays} />
          </div>
        );
      }}
    </QueryState>
  );
}

interface BeginProps extends CostPageProps {
  usage: Usage | null;
  own: OwnPrices;
}

const Begin = memo(function Begin({ usage, own, maxAgeDays }: BeginProps) {
  const base = useMemo(() => {
    const assumed = assumedWhatIf(maxAgeDays);
    return usage === null ? assumed : { ...assumed, usage };
  }, [usage, maxAgeDays]);
  const { book, problems } = useMemo(() => bookWith(defaultPriceBook(), own), [own]);
  return (
    <CostScreen
      base={base}
      origin={usage === null ? 'assumed' : 'measured'}
      book={book}
      own={own}
      problems={problems}
    />
  );
});

export const CostSkeleton = () => (
  <div aria-busy="true" className="grid gap-x-10 gap-y-6 lg:grid-cols-[19rem_minmax(0,1fr)]">
    <Skeleton className="h-16 lg:col-span-2" />
    <Skeleton className="h-[40rem] max-lg:h-14" />
    <Skeleton className="h-[40rem]" />
  </div>
);
