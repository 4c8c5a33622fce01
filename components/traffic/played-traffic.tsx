import type { ReactNode } from 'react';
import { TrafficChart } from '#components/simulate/traffic-chart.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { preparePlayed } from '#lib/domain/charts/played-traffic.ts';
import type { ExperimentPlan } from '#lib/domain/experiment/plan.ts';
import { peakWords } from '#lib/domain/load/peak.ts';
import { distortionsOf, turnWords } from '#lib/domain/load/traffic-words.ts';
import { trafficOf } from '#lib/domain/load/turn.ts';
import { cutWords } from '#lib/domain/load/turn-part.ts';

interface PlayedTrafficProps {
  /** Settled: its rate is what its traffic means. */
  plan: ExperimentPlan;
  title: string;
}

/** One turn of a run as it is sent: rate and shape, what a turn is, what compressed time distorts. */
export const PlayedTraffic = ({ plan, title }: PlayedTrafficProps) => {
  const { notes = [] } = trafficOf(plan);
  const cut = cutWords(plan);
  const distorts = distortionsOf(plan);
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <TrafficChart chart={preparePlayed(plan)} title={title} />
      <p className="max-w-3xl text-[0.8125rem] leading-5 text-muted-foreground">
        {plan.peak === undefined ? null : `${capital(peakWords(plan.peak))}. `}
        {turnWords(plan)} {notes.join(' ')}
      </p>
      {cut === null ? null : <Alert variant="notice">{cut}</Alert>}
      {distorts.length > 0 ? (
        <Alert variant="notice">
          <p className="font-medium">Time is compressed. What this distorts:</p>
          <Points>{distorts}</Points>
        </Alert>
      ) : null}
    </div>
  );
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const Points = ({ children }: { children: readonly string[] }): ReactNode => (
  <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 text-muted-foreground">
    {children.map((text) => (
      <li key={text}>{text}</li>
    ))}
  </ul>
);
