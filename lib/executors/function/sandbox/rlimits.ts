import type { MiB } from '#lib/domain/units.ts';
import { threadsOf } from '../../host/threads.ts';
import type { Sites } from '../cgroup/site.ts';
import type { Identity } from './identity.ts';
import type { RlimitValues } from './launch.ts';

/** RLIMIT_DATA counts what a program reserves to write, and Node reserves far more than it uses. */
const DATA_SLACK_MIB = 512;

/**
 * What stands in for the control groups that are missing. A user that only this sandbox has is limited in
 * any case; the engine's own user has other processes too, which must be neither counted nor starved.
 */
export function rlimitsFor(sites: Sites, identity: Identity, processes: number, memory: MiB): RlimitValues {
  const shared = sites.pids === undefined ? threadsOf(identity.uid) + processes : null;
  return {
    processes: identity.drop ? processes : shared,
    dataMiB: sites.memory === undefined ? memory + DATA_SLACK_MIB : null,
  };
}
