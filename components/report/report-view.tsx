import type { ReactNode } from 'react';
import type { Report } from '#lib/domain/report/report.ts';
import { CodeSection } from './code-section.tsx';
import { CostSection } from './cost-section.tsx';
import { KeyNumbersTable } from './key-numbers-table.tsx';
import { LatencySection } from './latency-section.tsx';
import { LockInSection } from './lock-in-section.tsx';
import { MethodSection } from './method-section.tsx';
import { PackageSection } from './package-section.tsx';
import { Reasons } from './reasons.tsx';
import { SectionNav } from './section.tsx';
import { VerdictHeader } from './verdict-header.tsx';
import { Warnings } from './warnings.tsx';
import './print.css';

interface ReportViewProps {
  report: Report;
  /** Buttons at the top right; differ between the own page and a shared one. */
  actions?: ReactNode;
  /** A line above everything, e.g. the way back. */
  above?: ReactNode;
  /** Under the bills, e.g. the way to other platforms. */
  elsewhere?: ReactNode;
}

/**
 * The report: the answer, the numbers behind it, the pictures, the tables, the method. A reader
 * can stop after any of these. The same on the own page, on a shared one and on paper.
 */
export const ReportView = ({ report, actions, above, elsewhere }: ReportViewProps) => (
  <article className="mx-auto flex w-full max-w-6xl flex-col gap-8 px-4 pt-6 sm:px-6 sm:pt-8">
    {above ? <div className="-mb-5 text-sm text-muted-foreground print:hidden">{above}</div> : null}
    <Warnings warnings={report.warnings} />
    <VerdictHeader report={report} actions={actions} />
    <KeyNumbersTable report={report} />
    <Reasons report={report} />
    <SectionNav />
    <LatencySection report={report} />
    <CostSection report={report} elsewhere={elsewhere} />
    <LockInSection lockIn={report.lockIn} />
    <PackageSection report={report} />
    <MethodSection report={report} />
    <CodeSection files={report.workload.code.files} entry={report.workload.code.entry} />
  </article>
);
