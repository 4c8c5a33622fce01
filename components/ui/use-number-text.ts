'use client';

import { useState } from 'react';
import { specOfLabel } from '#lib/domain/numbers/labels.ts';
import { numberOrNaN, readNumber } from '#lib/domain/numbers/read-number.ts';
import { writeNumber } from '#lib/domain/numbers/write-number.ts';

export interface NumberTextOptions {
  /** The words beside the field, which name its unit. */
  unit: string;
  whole?: boolean | undefined;
  /** In the field's unit; NaN: what was typed is none. */
  value: number | null | undefined;
  /** Null for an empty field, NaN for a text that is no number. */
  onValue: (value: number | null) => void;
}

/**
 * The text of a field that holds a number: as typed while it is being typed and as long as it is wrong,
 * else the value with separators.
 */
export function useNumberText({ unit, whole = false, value, onValue }: NumberTextOptions) {
  const [typed, setTyped] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const read = (text: string) => readNumber(text, specOfLabel(unit, whole));
  // A value from elsewhere, e.g. a button that sets one, takes the place of a wrong text.
  const kept = focused || Number.isNaN(value) ? typed : null;
  const now = kept === null ? null : read(kept);
  return {
    text: kept ?? writeNumber(value ?? Number.NaN),
    problem: now?.kind === 'wrong' ? now.problem : null,
    onText: (text: string) => {
      setTyped(text);
      onValue(numberOrNaN(read(text)));
    },
    onFocus: () => setFocused(true),
    onBlur: () => {
      setFocused(false);
      if (typed !== null && read(typed).kind !== 'wrong') setTyped(null);
    },
  };
}
