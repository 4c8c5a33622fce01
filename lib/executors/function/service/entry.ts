import type { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import { LATEST } from '#lib/domain/functions/configuration.ts';
import type { FunctionPackage } from '../package/store.ts';
import type { DeployedVersion } from './deployed-version.ts';
import type { Deployer } from './deployer.ts';
import type { StoredFunction } from './store.ts';

/** A function with all its versions. */
export interface Entry {
  name: string;
  /** Number of the version published last. */
  lastPublished: number;
  asynchronous: AsynchronousPolicy;
  /** What $LATEST was made from. */
  package: FunctionPackage;
  latest: DeployedVersion;
  published: Map<string, DeployedVersion>;
}

/** The version published last, when nothing changed since; null when something did. */
export function unchangedSince({ published, lastPublished, latest }: Entry): DeployedVersion | null {
  const last = published.get(String(lastPublished));
  if (last === undefined || last.meta.codeSha256 !== latest.meta.codeSha256) return null;
  const same = JSON.stringify(last.meta.configuration) === JSON.stringify(latest.meta.configuration);
  return same ? last : null;
}

/** A stored function on this machine again; null when it has no $LATEST, which a crash while it was made leaves. */
export async function restoreEntry(stored: StoredFunction, deployer: Deployer): Promise<Entry | null> {
  const { name, lastPublished, asynchronous, versions } = stored;
  const source = versions.find(({ meta }) => meta.version === LATEST)?.package;
  if (source === undefined) return null;
  const deployed = new Map<string, DeployedVersion>();
  for (const { meta, package: code } of versions) {
    deployed.set(meta.version, await deployer.deployAgain(meta, await deployer.place(code)));
  }
  const latest = deployed.get(LATEST);
  deployed.delete(LATEST);
  return latest === undefined
    ? null
    : { name, lastPublished, asynchronous, package: source, latest, published: deployed };
}
