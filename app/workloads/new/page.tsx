import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { Page } from '#components/layout/page.tsx';
import { Wizard, WizardSkeleton } from '#components/wizard/wizard.tsx';

export const metadata: Metadata = { title: 'New workload' };

export default function NewWorkloadPage() {
  return (
    <Page
      above={
        <Link href="/workloads" className="underline-offset-4 hover:underline">
          Workloads
        </Link>
      }
      title="Describe a workload"
      description="The code, what it is asked, how often, and what it may use. Then it runs on both sides."
    >
      <Suspense fallback={<WizardSkeleton />}>
        <Wizard />
      </Suspense>
    </Page>
  );
}
