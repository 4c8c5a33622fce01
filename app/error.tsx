'use client';

import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { problemOf } from '#lib/client/http.ts';

export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <Page title="This page could not be shown">
      <ProblemAlert
        problem={problemOf(error)}
        stillTrue="Experiments that run go on; what was measured is stored."
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button asChild variant="outline">
              <Link href="/">Go to the start</Link>
            </Button>
          </>
        }
      />
    </Page>
  );
}
