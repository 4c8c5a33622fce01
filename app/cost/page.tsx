import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CostPage, CostSkeleton } from '#components/cost/cost-page.tsx';
import { Page } from '#components/layout/page.tsx';
import { readEnv } from '#lib/server/env.ts';

export const metadata: Metadata = { title: 'Cost' };

export default function Cost() {
  return (
    <Page
      title="Cost"
      description="What a month costs on each platform, line by line, and where the answer crosses over."
    >
      <Suspense fallback={<CostSkeleton />}>
        <CostPage maxAgeDays={readEnv().CROSSOVER_PRICE_MAX_AGE_DAYS} />
      </Suspense>
    </Page>
  );
}
