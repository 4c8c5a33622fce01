import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { SweepScreen } from '#components/sweep/sweep-screen.tsx';
import { findSweep } from '#lib/server/repositories/sweeps.ts';

type Props = { params: Promise<{ id: string }> };

/** One read for the page and its metadata. */
const load = cache(findSweep);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const sweep = await load((await params).id);
  return { title: sweep ? `${sweep.workload.name}, sweep` : 'No such sweep' };
}

export default async function SweepPage({ params }: Props) {
  const { id } = await params;
  if (!(await load(id))) notFound();
  return <SweepScreen id={id} />;
}
