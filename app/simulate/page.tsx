import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Page } from '#components/layout/page.tsx';
import { SimulatePage, SimulateSkeleton } from '#components/simulate/simulate-page.tsx';

export const metadata: Metadata = { title: 'Simulate' };

export default function Simulate() {
  return (
    <Page
      title="Simulate"
      description="What one machine cannot run: a year of traffic, a thousand instances, a rush at midnight. Everything here is simulated in your browser, nothing is measured."
    >
      <Suspense fallback={<SimulateSkeleton />}>
        <SimulatePage />
      </Suspense>
    </Page>
  );
}
