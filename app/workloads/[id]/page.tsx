import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { WorkloadDetail } from '#components/workloads/workload-detail.tsx';
import { findWorkload } from '#lib/server/repositories/workloads.ts';

type Props = { params: Promise<{ id: string }> };

/** One read for the page and its metadata. */
const load = cache(findWorkload);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const view = await load((await params).id);
  return { title: view ? `${view.workload.name}, workload` : 'No such workload' };
}

export default async function WorkloadPage({ params }: Props) {
  const { id } = await params;
  if (!(await load(id))) notFound();
  return <WorkloadDetail id={id} />;
}
