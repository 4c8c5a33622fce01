'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useRef, useState } from 'react';
import { type FieldPath, type UseFormReturn, useForm } from 'react-hook-form';
import type { Problem } from '#lib/domain/errors.ts';
import type { PlaygroundRequestInput } from '#lib/domain/interactive/interactive.ts';
import { ApiError, problemOf } from '../http.ts';
import { usePlaygroundRun } from '../queries.ts';
import { writeKept } from './kept.ts';
import { PLAYGROUND_KEY, PlaygroundForm, type PlaygroundValues, toRequest } from './playground-form.ts';

const QUIET_MS = 300;

export interface PlaygroundFormState {
  form: UseFormReturn<PlaygroundValues>;
  /** False when the browser will not keep what was typed. */
  kept: boolean;
  /** Validates and sends; `once` sends one invocation whatever the number box holds. */
  invoke: (once: boolean) => void;
  sending: boolean;
  problem: Problem | null;
}

const isAllowed = zodResolver(PlaygroundForm);

/** @param onRun is given the id of the accepted run and what was asked for. */
export function usePlaygroundForm(
  initial: PlaygroundValues,
  onRun: (runId: string, request: PlaygroundRequestInput) => void,
): PlaygroundFormState {
  /** While a press of the button that does not use the number box is looked at. */
  const once = useRef(false);
  const form = useForm<PlaygroundValues>({
    mode: 'onTouched',
    defaultValues: initial,
    // A number box that the pressed button does not use must not hold it up.
    resolver: (values, context, options) =>
      isAllowed(once.current ? { ...values, count: 1 } : values, context, options),
  });
  const run = usePlaygroundRun();
  const send = (values: PlaygroundValues) => {
    const request = toRequest(values, once.current);
    run.mutate(request, {
      onSuccess: ({ runId }) => onRun(runId, request),
      onError: (error) => markIssues(form, error),
    });
  };
  const invoke = (single: boolean) => {
    once.current = single;
    void form
      .handleSubmit(send)()
      .finally(() => {
        once.current = false;
      });
  };
  const problem = run.error ? problemOf(run.error) : null;
  return { form, kept: useKeep(form), invoke, sending: run.isPending, problem };
}

/** What the server did not like stands beside its field. */
function markIssues(form: UseFormReturn<PlaygroundValues>, error: unknown): void {
  if (!(error instanceof ApiError)) return;
  for (const { path, message } of error.issues) {
    form.setError(path.join('.') as FieldPath<PlaygroundValues>, { type: 'server', message });
  }
}

/** Keeps what is typed, shortly after each change and when the page is left. */
function useKeep(form: UseFormReturn<PlaygroundValues>): boolean {
  const [kept, setKept] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const save = () => {
      clearTimeout(timer);
      timer = undefined;
      setKept(writeKept(localStorage, PLAYGROUND_KEY, form.getValues()));
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(save, QUIET_MS);
    };
    const leave = () => {
      if (timer !== undefined) save();
    };
    const unsubscribe = form.subscribe({ formState: { values: true }, callback: soon });
    addEventListener('pagehide', leave);
    return () => {
      unsubscribe();
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [form]);
  return kept;
}
