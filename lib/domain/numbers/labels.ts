import type { NumberSpec } from './read-number.ts';
import type { FieldUnit } from './units.ts';

/** The unit behind a field's words for it; words that are not listed are what it counts. */
const OF_LABEL: Readonly<Record<string, FieldUnit>> = {
  ms: 'ms',
  s: 's',
  's a side': 's',
  's of it': 's',
  hours: 'hours',
  days: 'days',
  KiB: 'KiB',
  KB: 'KiB',
  MiB: 'MiB',
  MB: 'MiB',
  GiB: 'GiB',
  GB: 'GiB',
  '%': 'percent',
  '% a month': 'percent',
  'requests/s': 'perSecond',
  'per s': 'perSecond',
  'a month': 'perMonth',
  USD: 'usd',
  vCPU: 'vCPU',
  times: 'times',
  '× as often': 'times',
  'of a weekday': 'share',
  share: 'share',
};

/** How a field with this unit beside it is read. */
export const specOfLabel = (label: string, whole = false): NumberSpec => {
  const unit = Object.hasOwn(OF_LABEL, label) ? OF_LABEL[label] : undefined;
  return unit === undefined ? { unit: 'count', whole, word: label } : { unit, whole };
};
