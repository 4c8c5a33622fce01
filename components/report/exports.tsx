'use client';

import { Download, Printer } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

interface ExportsProps {
  /** URLs of the report as JSON and of the raw samples as CSV. */
  jsonHref: string;
  csvHref: string;
}

/** The report for other programs and for paper. */
export const Exports = ({ jsonHref, csvHref }: ExportsProps) => (
  <>
    <Button asChild variant="outline" size="sm">
      <a href={jsonHref} download>
        <Download aria-hidden="true" />
        JSON
      </a>
    </Button>
    <Button asChild variant="outline" size="sm">
      <a href={csvHref} download>
        <Download aria-hidden="true" />
        CSV
      </a>
    </Button>
    <Button variant="outline" size="sm" onClick={() => window.print()}>
      <Printer aria-hidden="true" />
      Print
    </Button>
  </>
);
