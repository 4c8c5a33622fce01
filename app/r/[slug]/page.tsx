import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { Exports } from '#components/report/exports.tsx';
import { ReportView } from '#components/report/report-view.tsx';
import { getSharedReport } from '#lib/server/services/get-shared-report.ts';

type Props = { params: Promise<{ slug: string }> };

// Revoking a link must close it at once: nothing of this page is kept between requests.
export const dynamic = 'force-dynamic';

/** One read for the page and its metadata. */
const load = cache(getSharedReport);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const report = await load((await params).slug);
  return {
    title: report ? report.workload.name : 'No such report',
    ...(report ? { description: report.verdict.sentence } : {}),
    // The slug is a secret between those who were given it.
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
  };
}

/** A shared report: public, read-only, without any way into the rest of the application. */
export default async function SharedReportPage({ params }: Props) {
  const { slug } = await params;
  const report = await load(slug);
  if (!report) notFound();
  return (
    <ReportView
      report={report}
      above="Shared report, read-only"
      actions={
        <Exports jsonHref={`/api/shares/${slug}/report.json`} samplesHref={`/api/shares/${slug}/samples`} />
      }
    />
  );
}
