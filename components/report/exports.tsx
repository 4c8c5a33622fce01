'use client';

import { Download, Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

interface ExportsProps {
  /** URL of the report as JSON. */
  jsonHref: string;
  /** URL of the raw samples without its ending: `.csv` and `.jsonl` follow. Absent when they were removed. */
  samplesHref?: string | undefined;
}

/** The report for other programs and for paper. */
export const Exports = ({ jsonHref, samplesHref }: ExportsProps) => (
  <>
    <Button asChild variant="outline" size="sm">
      <a href={jsonHref} download>
        <Download aria-hidden="true" />
        JSON
      </a>
    </Button>
    {samplesHref ? <SampleLinks href={samplesHref} /> : null}
    <Button variant="outline" size="sm" onClick={() => window.print()}>
      <Printer aria-hidden="true" />
      Print
    </Button>
  </>
);

const FORMATS = [
  { ending: 'csv', label: 'CSV', title: 'Raw samples as CSV' },
  { ending: 'jsonl', label: 'JSONL', title: 'Raw samples as JSON lines' },
] as const;

const SampleLinks = ({ href }: { href: string }) =>
  FORMATS.map(({ ending, label, title }) => (
    <Button key={ending} asChild variant="outline" size="sm">
      <a href={`${href}.${ending}`} download title={title}>
        <Download aria-hidden="true" />
        {label}
      </a>
    </Button>
  ));
