import { hostname } from 'node:os';
import { checkoutId } from '../../../host/home.ts';
import { ownerKey } from '../owner.ts';

/** One engine may serve several machines and checkouts: what is ours says all three. */
export const LABELS = {
  checkout: 'crossover.checkout',
  host: 'crossover.host',
  owner: 'crossover.owner',
} as const;

export const ownLabels = (): Record<string, string> => ({
  [LABELS.checkout]: checkoutId,
  [LABELS.host]: hostname(),
  [LABELS.owner]: ownerKey,
});

/** Filter for what this checkout on this machine has made, whoever the owner. */
export const ourFilter = (): { label: string[] } => ({
  label: [`${LABELS.checkout}=${checkoutId}`, `${LABELS.host}=${hostname()}`],
});
