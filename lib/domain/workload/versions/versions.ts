import { lift, type Versioned } from '../../versions/lift.ts';
import { Workload } from '../workload.ts';

/** Nothing of the first version has changed its meaning: what it leaves out has the schema's defaults. */
export const workloadVersions: Versioned<Workload> = { name: 'workload', steps: [], schema: Workload };

/** A stored workload of any version. @throws CrossoverError `stored-by-newer-version`, `stored-unreadable` */
export const readWorkload = (document: unknown): Workload => lift(workloadVersions, document);
