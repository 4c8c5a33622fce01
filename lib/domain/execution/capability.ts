import type { Side } from './side.ts';

/** One line of `doctor`: a sandbox layer or a container engine. */
export interface Capability {
  id: string;
  side: Side | 'machine';
  title: string;
  /** missing = cannot run at all without it; degraded = runs, but this is not enforced. */
  status: 'ok' | 'degraded' | 'missing';
  detail: string;
  remedy: string | null;
}
