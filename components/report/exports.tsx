'use client';

import { Download, Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

interface ExportsProps {
  /** URL of the report as JSON. */
  jsonHref: string;
  /** URL of the raw samples without its ending: `.csv` and `.jsonl` follow. */
  samplesHref: string;
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
    <Button asChild variant="outline" size="sm">
      <a href={`${samplesHref}.csv`} download>
        <Download aria-hidden="true" />
        CSV
      </a>
    </Button>
    <Button asChild variant="outline" size="sm">
      <a href={`${samplesHref}.jsonl`} download title="Raw samples as JSON lines">
        <Download aria-hidden="true" />
        JSONL
      </a>
    </Button>
    <Button variant="outline" size="sm" onClick={() => window.print()}>
      <Printer aria-hidden="true" />
      Print
    </Button>
  </>
);
