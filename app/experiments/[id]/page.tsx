import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ExperimentScreen } from '#components/experiment/experiment-screen.tsx';
import { findExperiment } from '#lib/server/repositories/experiments.ts';

type Props = { params: Promise<{ id: string }> };

/** One read for the page and its metadata. */
const load = cache(findExperiment);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const experiment = await load((await params).id);
  return { title: experiment ? `${experiment.workload.name}, experiment` : 'No such experiment' };
}

export default async function ExperimentPage({ params }: Props) {
  const { id } = await params;
  if (!(await load(id))) notFound();
  return <ExperimentScreen id={id} />;
}
