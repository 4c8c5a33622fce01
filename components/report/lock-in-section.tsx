'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import type { LockInAssessment } from '#lib/domain/lock-in/assessment.ts';
import { type Weights, weighDimensions } from '#lib/domain/report/weights.ts';
import { DimensionTable } from './dimension-table.tsx';
import { FindingList, PortableList } from './finding-list.tsx';
import { Section } from './section.tsx';

/** What in the code binds it to a vendor. The efforts are a judgement that the reader can change here. */
export function LockInSection({ lockIn }: { lockIn: LockInAssessment }) {
  const [weights, setWeights] = useState<Weights>({});
  const changed = Object.keys(weights).length > 0;
  return (
    <Section id="lock-in" title="Lock-in" lead={lockIn.sentence}>
      {isJudged(lockIn) ? (
        <DimensionTable dimensions={weighDimensions(lockIn, weights)} filesRead={lockIn.filesRead} />
      ) : null}
      {lockIn.findings.length > 0 ? (
        <div>
          <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
            <h3 className="text-sm font-semibold">Findings</h3>
            {changed ? (
              <Button variant="outline" size="sm" className="print:hidden" onClick={() => setWeights({})}>
                Reset efforts
              </Button>
            ) : null}
          </div>
          <p className="text-xs text-muted-foreground">
            Effort is a judgement, not a measurement. Changes stay on this page.
          </p>
          <FindingList findings={lockIn.findings} weights={weights} onWeights={setWeights} />
        </div>
      ) : null}
      <PortableList portable={lockIn.portable} />
    </Section>
  );
}

/** Rows of nothing found would be a claim about code that nobody read. */
const isJudged = ({ filesRead, unread }: LockInAssessment): boolean => filesRead > 0 || !unread?.length;
