import { packageRows, packageSentence } from '#lib/domain/report/package-rows.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { Section } from './section.tsx';
import { SideTable } from './side-table.tsx';

/** What was deployed: the function's ZIP beside the image. */
export const PackageSection = ({ report }: { report: Report }) => (
  <Section id="package" title="Package" lead={packageSentence(report)}>
    <SideTable
      title="What was deployed"
      note="Measured when it was deployed; layers are not compressed. The code layer holds the HTTP wrapper too. The first image of a machine is built together with the runtime’s layer, which is then kept."
      rows={packageRows(report)}
    />
  </Section>
);
