import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Page } from '#components/layout/page.tsx';
import { Playground, PlaygroundSkeleton } from '#components/playground/playground.tsx';

export const metadata: Metadata = { title: 'Playground' };

export default function PlaygroundPage() {
  return (
    <Page
      title="Playground"
      description="Change a handler, invoke it on both sides, and see who waits for what."
    >
      <Suspense fallback={<PlaygroundSkeleton />}>
        <Playground />
      </Suspense>
    </Page>
  );
}
