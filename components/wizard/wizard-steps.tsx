'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type FormEvent, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { FormProvider, type UseFormReturn, useForm } from 'react-hook-form';
import { type Draft, writeDraft } from '#lib/client/wizard/draft.ts';
import { blankValues, WizardForm, type WizardResult, type WizardValues } from '#lib/client/wizard/form.ts';
import {
  errorsByStep,
  flattenErrors,
  nextStep,
  previousStep,
  STEP_FIELDS,
  STEP_TITLES,
  STEPS,
  type Step,
} from '#lib/client/wizard/steps.ts';
import { useDraft } from '#lib/client/wizard/use-draft.ts';
import { useWizardSubmit } from '#lib/client/wizard/use-wizard-submit.ts';
import { defaultPlan } from '#lib/domain/load/default-plan.ts';
import { Workload } from '#lib/domain/workload/workload.ts';
import { DraftBar } from './draft-bar.tsx';
import { OWN, StartFrom } from './start-from.tsx';
import { StepActions } from './step-actions.tsx';
import { StepCode } from './step-code.tsx';
import { StepNav } from './step-nav.tsx';
import { StepResources } from './step-resources.tsx';
import { StepReview } from './step-review.tsx';
import { StepTraffic } from './step-traffic.tsx';
import { StepTrigger } from './step-trigger.tsx';

const stepParser = parseAsStringLiteral(STEPS).withDefault('code').withOptions({ history: 'push' });

interface WizardStepsProps {
  draft: Draft | null;
  /** True when `draft` is a copy of something stored that nobody has changed yet. */
  copied: boolean;
  onDiscard: () => void;
}

/** One form over all steps: the step is only what is shown of it, so moving between steps loses nothing. */
export function WizardSteps({ draft, copied, onDiscard }: WizardStepsProps) {
  const router = useRouter();
  const [start, setStart] = useState(draft?.start ?? OWN);
  const [fromDraft, setFromDraft] = useState(draft !== null && !copied);
  const form = useForm<WizardValues, unknown, WizardResult>({
    mode: 'onTouched',
    resolver: zodResolver(WizardForm),
    defaultValues: draft?.values ?? blankValues(),
  });
  const { errors, isDirty, dirtyFields } = form.formState;
  const planTouched = (draft?.planTouched ?? false) || dirtyFields.plan !== undefined;
  const submit = useWizardSubmit(form, (experimentId) => {
    // Kept until the run has succeeded: what failed can be corrected without typing it again.
    writeDraft(localStorage, { start, planTouched, values: form.getValues(), sentAs: experimentId });
    router.push(`/experiments/${experimentId}`);
  });
  const kept = useDraft(form, { start, planTouched }, !submit.done);
  const issues = flattenErrors(errors);
  const { step, show, advance } = useStepMoves(form, submit.run);
  const heading = useStepHeading(step);
  useReview(form, step === 'review', planTouched);
  const begin = (slug: string, workload: WizardValues['workload']) => {
    setStart(slug);
    setFromDraft(false);
    form.reset({ workload, plan: form.getValues('plan') });
  };
  const previous = previousStep(step);

  return (
    <FormProvider {...form}>
      <StepNav step={step} errors={errorsByStep(issues)} onStep={(next) => void show(next)} />
      <form noValidate aria-label="New workload" className="mt-6" onSubmit={(event) => void advance(event)}>
        <h2 ref={heading} tabIndex={-1} className="sr-only">
          {STEP_TITLES[step]}
        </h2>
        <StepFields
          step={step}
          startFrom={<StartFrom start={start} edited={isDirty || fromDraft} onStart={begin} />}
          review={<StepReview issues={issues} onStep={(next) => void show(next)} />}
        />
        <StepActions
          step={step}
          busy={submit.busy}
          problem={submit.problem}
          {...(previous ? { onBack: () => void show(previous) } : {})}
        />
        <DraftBar kept={kept} origin={fromDraft ? 'draft' : copied ? 'copy' : 'new'} onDiscard={onDiscard} />
      </form>
    </FormProvider>
  );
}

const FIELDS = { trigger: StepTrigger, traffic: StepTraffic, resources: StepResources } as const;

interface StepFieldsProps {
  step: Step;
  startFrom: ReactNode;
  review: ReactNode;
}

function StepFields({ step, startFrom, review }: StepFieldsProps) {
  if (step === 'review') return review;
  if (step === 'code')
    return (
      <div className="grid gap-6">
        {startFrom}
        <StepCode />
      </div>
    );
  const Fields = FIELDS[step];
  return <Fields />;
}

type WizardFormState = UseFormReturn<WizardValues, unknown, WizardResult>;

/** Which step is shown, as the address says; one that is left is checked. `submit` follows the last. */
function useStepMoves(form: WizardFormState, submit: (event: FormEvent) => unknown) {
  const [step, setStep] = useQueryState('step', stepParser);
  const show = async (next: Step) => {
    await form.trigger(STEP_FIELDS[step]);
    await setStep(next);
  };
  const advance = async (event: FormEvent) => {
    event.preventDefault();
    if (step === 'review') return submit(event);
    if (await form.trigger(STEP_FIELDS[step], { shouldFocus: true })) await show(nextStep(step));
  };
  return { step, show, advance };
}

/** At the review everything is checked, and a plan that nobody has touched is made to fit the workload. */
function useReview(form: WizardFormState, shown: boolean, planTouched: boolean): void {
  const review = useEffectEvent(() => {
    const checked = Workload.safeParse(form.getValues('workload'));
    if (checked.success && !planTouched) form.setValue('plan', defaultPlan(checked.data));
    void form.trigger();
  });
  useEffect(() => {
    if (shown) review();
  }, [shown]);
}

/** After a step the focus goes to its heading, so that keyboard and screen reader begin where it begins. */
function useStepHeading(step: Step) {
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    heading.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [step]);
  return heading;
}
