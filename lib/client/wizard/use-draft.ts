'use client';

import { useEffect, useEffectEvent, useState } from 'react';
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
  const save = useEffectEvent(() => {
    if (enabled) setKept(writeDraft(localStorage, { ...meta, values: form.getValues() }));
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
