import type { RuntimeName } from '#lib/domain/functions/configuration.ts';
import { nodejs } from './nodejs.ts';
import { provided } from './provided.ts';
import { python } from './python.ts';
import type { Runtime } from './runtime.ts';

/** Every runtime by its name; each looks at the machine when it is first needed. */
const RUNTIMES: Readonly<Record<RuntimeName, () => Promise<Runtime>>> = { nodejs, python, provided };

const known = new Map<RuntimeName, Promise<Runtime>>();

/** @throws CrossoverError `runtime-missing`; the next call looks again. */
export function runtimeOf(name: RuntimeName): Promise<Runtime> {
  const found = known.get(name) ?? RUNTIMES[name]();
  known.set(name, found);
  found.catch(() => known.delete(name));
  return found;
}
