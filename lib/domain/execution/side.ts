/** The two sides of every comparison. */
export const SIDES = ['function', 'container'] as const;
export type Side = (typeof SIDES)[number];
