'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { FieldPath, UseFormReturn } from 'react-hook-form';
import type { Problem } from '#lib/domain/errors.ts';
import { problemOf } from '../http.ts';
import { createExperiment, createWorkload, keys } from '../queries.ts';
import type { WizardResult, WizardValues } from './form.ts';
import { stepOf } from './steps.ts';
import { makeSubmit, SubmitError } from './submit.ts';

export interface WizardSubmit {
  /** Validates everything, then stores and starts; invalid fields get their errors instead. */
  run: (event: FormEvent) => Promise<void>;
  busy: boolean;
  done: boolean;
  problem: Problem | null;
}

/** @param onStarted is given the id of the experiment. */
export function useWizardSubmit(
  form: UseFormReturn<WizardValues, unknown, WizardResult>,
  onStarted: (experimentId: string) => void,
): WizardSubmit {
  const client = useQueryClient();
  const [submit] = useState(() => makeSubmit({ createWorkload, createExperiment }));
  const [state, setState] = useState<Omit<WizardSubmit, 'run'>>({ busy: false, done: false, problem: null });

  const send = async (result: WizardResult) => {
    setState({ busy: true, done: false, problem: null });
    try {
      const { id } = await submit(result);
      for (const queryKey of [keys.workloads, keys.experiments]) void client.invalidateQueries({ queryKey });
      setState({ busy: true, done: true, problem: null });
      onStarted(id);
    } catch (error) {
      setState({ busy: false, done: false, problem: problemOf(unwrap(error)) });
      if (error instanceof SubmitError) for (const issue of error.issues) mark(issue.path, issue.message);
    }
  };
  const mark = (path: string, message: string) => {
    // A path that no step shows has no field to stand beside; the problem above the button says it.
    if (stepOf(path)) form.setError(path as FieldPath<WizardValues>, { type: 'server', message });
  };
  return { ...state, run: (event) => form.handleSubmit(send)(event) };
}

const unwrap = (error: unknown): unknown => (error instanceof SubmitError ? error.cause : error);
