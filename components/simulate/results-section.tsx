'use client';

import { useMemo } from 'react';
import { Badge } from '#components/ui/badge.tsx';
import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import {
  growthOf,
  isOutcome,
  type Outcome,
  outcomeOf,
  type Simulated,
} from '#lib/client/simulate/outcome.ts';
import type { Jobs } from '#lib/client/simulate/use-jobs.ts';
import { prepareSimulatedDistribution } from '#lib/domain/charts/simulation-distribution.ts';
import { simulationGroups, simulationSentence } from '#lib/domain/charts/simulation-rows.ts';
import { prepareColdShare, prepareInstances } from '#lib/domain/charts/simulation-series.ts';
import { BillNotes } from './bill-notes.tsx';
import { GrowthSection } from './growth-section.tsx';
import { Picture } from './picture.tsx';
import { ResultsTable } from './results-table.tsx';

/** What came of it: the sentence, the pictures, the table, then the same traffic a thousand times. */
export function ResultsSection({ jobs: { results, about } }: { jobs: Jobs<Simulated> }) {
  const outcome = useMemo(() => (about === null ? null : outcomeOf(results, about)), [results, about]);
  const steps = useMemo(
    () => (about === null || outcome === null || !isOutcome(outcome) ? [] : growthOf(results, about)),
    [results, about, outcome],
  );
  if (outcome === null || about === null) return null;
  if (!isOutcome(outcome)) return <ProblemAlert problem={outcome} />;
  return (
    <>
      <Own outcome={outcome} scenario={about} />
      {steps.length > 0 ? <GrowthSection steps={steps} /> : null}
    </>
  );
}

function Own({ outcome, scenario: { scenario } }: { outcome: Outcome; scenario: Simulated }) {
  const { results, months } = outcome;
  // The growing list of later steps must not prepare these again.
  const charts = useMemo(
    () => ({
      distribution: prepareSimulatedDistribution(results),
      instances: prepareInstances(results),
      cold: prepareColdShare(results),
    }),
    [results],
  );
  return (
    <section aria-labelledby="simulated" className="flex flex-col gap-8">
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-x-3">
          <h2 id="simulated" className="text-lg font-semibold">
            Simulated
          </h2>
          <Badge variant="dashed">simulated, not measured</Badge>
        </div>
        <p className="max-w-4xl text-lg leading-7 font-semibold sm:text-xl sm:leading-8">
          {simulationSentence(results, months)}
        </p>
      </div>
      <ResultsTable groups={simulationGroups(results, months)} />
      <Picture
        title="Requests answered within a time"
        model={charts.distribution}
        note="Further left is faster. Upwards each step is ten times fewer slower requests, so that the tail can be seen."
      />
      <div className="grid grid-cols-1 gap-8 lg:grid-cols-2">
        <Picture
          title="Instances and replicas over time"
          model={charts.instances}
          note="Those that start or end are counted: they take room, and replicas are paid for."
        />
        <Picture
          title="Cold-start probability over time"
          model={charts.cold}
          note="A gap is a stretch in which no request came."
        />
      </div>
      <BillNotes months={months} scenario={scenario} results={results} />
    </section>
  );
}
