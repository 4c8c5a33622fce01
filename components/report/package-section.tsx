import { packageRows, packageSentence } from '#lib/domain/report/package-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { CandidatesTable } from './candidates-table.tsx';
import { Section } from './section.tsx';

/** What was deployed: the function's ZIP beside the image. */
export const PackageSection = ({ report }: { report: Report }) => (
  <Section id="package" title="Package" lead={packageSentence(report)}>
    <CandidatesTable
      report={report}
      title="What was deployed"
      note="Measured when it was deployed; layers are not compressed. The code layer holds the HTTP wrapper too. The first image of a machine is built together with the runtime’s layer, which is then kept."
      rows={packageRows(report)}
    />
  </Section>
);
