import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Page } from '#components/layout/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { WorkloadList } from '#components/workloads/workload-list.tsx';

export const metadata: Metadata = { title: 'Workloads' };

export default function WorkloadsPage() {
  return (
    <Page
      title="Workloads"
      description="What you described, and how often it was run."
      actions={
        <Button asChild>
          <Link href="/workloads/new">
            <Plus aria-hidden="true" /> Describe a workload
          </Link>
        </Button>
      }
    >
      <WorkloadList />
    </Page>
  );
}
