import type { Capability } from '#lib/domain/execution/executor.ts';
import type { Finding } from '../engine.ts';
import { runcEngine } from './engine.ts';
import { isSupported, runcVersion } from './runc.ts';

const line = (status: Capability['status'], detail: string, remedy: string | null): Capability => ({
  id: 'engine-runc',
  side: 'container',
  title: 'Embedded runc',
  status,
  detail,
  remedy,
});

const INSTALL = 'Install runc 1.1 or later, e.g. apt-get install runc.';

/** Asks runc itself for its version. It needs Linux and, for its limits, root. */
export async function findRunc(): Promise<Finding> {
  if (process.platform !== 'linux') {
    const remedy = 'Start Docker or Podman: containers run through its socket.';
    return { engine: null, capability: line('missing', 'runc runs on Linux only.', remedy) };
  }
  const version = await runcVersion();
  if (version === null) return { engine: null, capability: line('missing', 'runc did not answer.', INSTALL) };
  if (!isSupported(version)) {
    return { engine: null, capability: line('missing', `runc ${version} is too old.`, INSTALL) };
  }
  if (process.getuid?.() !== 0) {
    const remedy = 'Start Crossover as root, or start Docker or rootless Podman.';
    return { engine: null, capability: line('missing', `runc ${version} needs root here.`, remedy) };
  }
  return { engine: runcEngine(version), capability: line('ok', `runc ${version} answers.`, null) };
}
