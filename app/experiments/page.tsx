import type { Metadata } from 'next';
import Link from 'next/link';
import { ExperimentList } from '#components/experiment/experiment-list.tsx';
import { Page } from '#components/layout/page.tsx';
import { Button } from '#components/ui/button.tsx';

export const metadata: Metadata = { title: 'Experiments' };

export default function ExperimentsPage() {
  return (
    <Page
      title="Experiments"
      description="Every run of a workload on both sides, newest first."
      actions={
        <Button asChild>
          <Link href="/workloads/new">Describe a workload</Link>
        </Button>
      }
    >
      <ExperimentList />
    </Page>
  );
}
