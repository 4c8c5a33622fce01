import { notFound } from 'next/navigation';
import { ImageResponse } from 'next/og';
import { OgCard } from '#components/report/og-card.tsx';
import { getSharedReport } from '#lib/server/services/get-shared-report.ts';

export const alt =
  'Functions or containers: the verdict of a shared report with p95 latency and monthly cost';
export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';

/** The preview that a chat shows for a shared link; drawn here, nothing is fetched. */
export default async function OpenGraphImage({ params }: { params: Promise<{ slug: string }> }) {
  const report = await getSharedReport((await params).slug);
  // Drawing costs time, and nobody needs a picture of a guess.
  if (!report) notFound();
  return new ImageResponse(<OgCard report={report} />, size);
}
