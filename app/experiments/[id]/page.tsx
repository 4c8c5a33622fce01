import type { Metadata } from 'next';
import { ExperimentScreen } from '#components/experiment/experiment-screen.tsx';

export const metadata: Metadata = { title: 'Experiment' };

export default async function ExperimentPage({ params }: { params: Promise<{ id: string }> }) {
  return <ExperimentScreen id={(await params).id} />;
}
