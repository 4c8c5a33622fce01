'use client';

import type { ReactNode } from 'react';
import { SectionHeading } from '#components/cost/section-heading.tsx';
import { Alert } from '#components/ui/alert.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { FieldKey } from '#lib/client/simulate/fields.ts';
import type { Choices } from '#lib/client/simulate/scenario.ts';
import type { ScenarioState } from '#lib/client/simulate/use-scenario.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import { ChoiceField } from './choice-field.tsx';
import { FieldRow } from './field-row.tsx';
import { ScenarioNumber } from './scenario-number.tsx';

/** Both models beside each other, the same thing in the same row where they have it in common. */
export const PlatformsSection = ({ state }: { state: ScenarioState }) => (
  <section aria-labelledby="platforms">
    <SectionHeading
      id="platforms"
      title="Both sides"
      lead={
        state.base.calibration
          ? 'Times are those of the run, value by value, until you type others. What a cloud adds is assumed.'
          : 'Everything is assumed until you change it, or start from the report of a measured run.'
      }
    />
    <div className="grid grid-cols-1 gap-6 lg:grid-cols-2">
      <FunctionFields state={state} />
      <ContainerFields state={state} />
    </div>
  </section>
);

const SidePanel = ({ side, children }: { side: Side; children: ReactNode }) => (
  <fieldset className="flex min-w-0 flex-col gap-5 rounded-lg border bg-card p-4 sm:p-5">
    <legend className="sr-only">{side === 'function' ? 'Functions' : 'Containers'}</legend>
    <div aria-hidden="true">
      <SideLabel side={side} plural />
    </div>
    {children}
  </fieldset>
);

const Pair = ({ names, state }: { names: readonly FieldKey[]; state: ScenarioState }) => (
  <FieldRow>
    {names.map((name) => (
      <ScenarioNumber key={name} name={name} state={state} />
    ))}
  </FieldRow>
);

const KEEP_ALIVE_ITEMS = { fixed: 'Always the same', exponential: 'Varies: exponential' } as const;
const KEEP_ALIVE_WORDS = {
  fixed: 'An idle instance ends after exactly this time.',
  exponential: 'Ends at random, on average after this time, as when a platform needs the room.',
} as const;

function FunctionFields({ state }: { state: ScenarioState }) {
  const { choices, numbers } = state.scenario;
  const shared = numbers.fc > 1;
  return (
    <SidePanel side="function">
      <Pair names={['fw', 'fw99']} state={state} />
      <Pair names={['fi', 'fi99']} state={state} />
      <FieldRow>
        <ScenarioNumber name="ka" state={state} />
        <ChoiceField
          label="Keep-alive is"
          description={KEEP_ALIVE_WORDS[choices.keepAlive]}
          value={choices.keepAlive}
          items={KEEP_ALIVE_ITEMS}
          onChange={(kad) => state.change({ kad })}
          paired
        />
      </FieldRow>
      <Pair names={['fc', 'm']} state={state} />
      <Pair names={shared ? ['fmax'] : ['fmax', 'burst']} state={state} />
      {shared ? (
        <Alert>
          With several requests at once an instance is simulated as one with places: requests wait for a free
          place or for the start of another instance, and the burst limit is left out.
        </Alert>
      ) : null}
    </SidePanel>
  );
}

type ScalingName = Choices['scaling'];
const SCALING_ITEMS: Record<ScalingName, string> = {
  hpa: 'Kubernetes HPA on CPU',
  keda: 'KEDA: requests per replica',
  kpa: 'Knative KPA',
  fixed: 'None: a fixed number',
};
const SCALING_WORDS: Record<ScalingName, string> = {
  hpa: 'Looks every 15 s, goes up at once and down after 5 min, with the defaults of Kubernetes.',
  keda: 'A Kubernetes HPA whose target is that of each replica (AverageValue): total over target, every 15 s; down after 5 min.',
  kpa: 'Looks every 2 s at the last minute, panics at double the load, with the defaults of Knative.',
  fixed: 'The same replicas all the time; what they cannot take waits.',
};

function ContainerFields({ state }: { state: ScenarioState }) {
  const { scaling } = state.scenario.choices;
  return (
    <SidePanel side="container">
      <Pair names={['cs', 'cs99']} state={state} />
      <Pair names={['cc', 'v']} state={state} />
      <ChoiceField
        label="Autoscaler"
        description={SCALING_WORDS[scaling]}
        value={scaling}
        items={SCALING_ITEMS}
        onChange={(scale) => state.change({ scale })}
      />
      <Pair names={scaling === 'fixed' ? ['n'] : ['n', 'nmax']} state={state} />
      {scaling === 'fixed' ? null : (
        <Pair names={[scaling === 'keda' ? 'each' : 'goal', 'up']} state={state} />
      )}
      <Pair names={['q', 'qt']} state={state} />
    </SidePanel>
  );
}
