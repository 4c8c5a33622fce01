import { ENGINE_NAMES } from '#lib/domain/execution/engines.ts';
import type { Finding } from '../engine.ts';
import { runcEngine } from './engine.ts';
import { isSupported, runcVersion } from './runc.ts';

const INFO = { id: 'runc', title: ENGINE_NAMES.runc } as const;

const absent = (detail: string, remedy: string): Finding => ({
  engine: null,
  info: { ...INFO, available: false, detail, remedy, limits: [] },
});

const INSTALL = 'Install runc 1.1 or later, e.g. apt-get install runc.';

/** Asks runc itself for its version. It needs Linux and, for its limits, root. */
export async function findRunc(): Promise<Finding> {
  if (process.platform !== 'linux') {
    return absent('runc runs on Linux only.', 'Start Docker or Podman: containers run through its socket.');
  }
  const version = await runcVersion();
  if (version === null) return absent('runc did not answer.', INSTALL);
  if (!isSupported(version)) return absent(`runc ${version} is too old.`, INSTALL);
  if (process.getuid?.() !== 0) {
    return absent(
      `runc ${version} needs root here.`,
      'Start Crossover as root, or start Docker or rootless Podman.',
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
