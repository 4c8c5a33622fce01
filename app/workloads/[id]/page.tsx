import type { Metadata } from 'next';
import { WorkloadDetail } from '#components/workloads/workload-detail.tsx';

export const metadata: Metadata = { title: 'Workload' };

export default async function WorkloadPage({ params }: { params: Promise<{ id: string }> }) {
  return <WorkloadDetail id={(await params).id} />;
}
