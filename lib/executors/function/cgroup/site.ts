import type { Controller } from './find.ts';

/** A directory that belongs to one executor; groups of environments are made in it. */
export interface Site {
  version: 1 | 2;
  directory: string;
}
export type Sites = Partial<Record<Controller, Site>>;
