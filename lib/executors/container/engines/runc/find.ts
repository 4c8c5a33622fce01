import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import { inContainer } from '../../../host/surroundings.ts';
import type { Finding } from '../engine.ts';
import { canEnterOwn } from '../forward.ts';
import { runcEngine } from './engine.ts';
import { namespaceRefusal, rootless } from './rootless.ts';
import { isSupported, runcVersion } from './runc.ts';

const INFO = { id: 'runc', title: ENGINE_NAMES.runc } as const;

const absent = (detail: string, remedy: string): Finding => ({
  engine: null,
  info: { ...INFO, available: false, detail, remedy, limits: [] },
});

const INSTALL = 'Install runc 1.1 or later, e.g. apt-get install runc.';

const ALLOW =
  'Let users make user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone, kernel.apparmor_restrict_unprivileged_userns), start Crossover as root, or start Docker or Podman.';

const ALLOW_IN_CONTAINER =
  'Start the container by Crossover’s own compose.yaml, which asks for the rights that runc needs, and let users of the machine outside make user namespaces.';

/** Asks runc itself for its version, and without root the kernel whether it lets a user make namespaces. */
export async function findRunc(): Promise<Finding> {
  if (process.platform !== 'linux') {
    return absent('runc runs on Linux only.', 'Start Docker or Podman: containers run through its socket.');
  }
  const version = await runcVersion();
  if (version === null) return absent('runc did not answer.', INSTALL);
  if (!isSupported(version)) return absent(`runc ${version} is too old.`, INSTALL);
  if (rootless() !== null) {
    const refused = (await namespaceRefusal()) ?? (canEnterOwn() ? null : 'there is no nsenter');
    if (refused !== null)
      return absent(
        `runc ${version} cannot run without root here: ${refused}.`,
        inContainer() ? ALLOW_IN_CONTAINER : ALLOW,
      );
  }
  const engine = runcEngine(version);
  const { title } = engine;
  const limits = engine.capabilities();
  return {
    engine,
    info: { ...INFO, title, available: true, detail: `${title} answers.`, remedy: null, limits },
  };
}
