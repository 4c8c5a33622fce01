'use client';

import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { UseFormReturn } from 'react-hook-form';
import { type DraftInput, writeDraft } from './draft.ts';
import type { WizardResult, WizardValues } from './form.ts';

const QUIET_MS = 300;

/**
 * Keeps what is typed as a draft: shortly after each change, and at once when the page is left.
 * @returns whether the browser keeps the draft; false when its storage is full or forbidden.
 */
export function useDraft(
  form: UseFormReturn<WizardValues, unknown, WizardResult>,
  meta: Pick<DraftInput, 'start' | 'planTouched'>,
  enabled: boolean,
): boolean {
  const [kept, setKept] = useState(true);
  // The plan is proposed by the page itself; only what somebody typed or chose makes a draft.
  const typed = () => JSON.stringify([meta, form.getValues('workload')]);
  const [untouched] = useState(typed);
  const written = useRef(false);
  const save = useEffectEvent(() => {
    if (!enabled || (!written.current && typed() === untouched)) return;
    written.current = true;
    setKept(writeDraft(localStorage, { ...meta, values: form.getValues() }));
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(now, QUIET_MS);
    };
    const now = () => {
      clearTimeout(timer);
      timer = undefined;
      save();
    };
    const unsubscribe = form.subscribe({ formState: { values: true }, callback: soon });
    addEventListener('pagehide', now);
    return () => {
      unsubscribe();
      removeEventListener('pagehide', now);
      if (timer !== undefined) now();
    };
  }, [form]);
  return kept;
}
