import { readFileSync } from 'node:fs';
import type { Bundle, DeploySpec } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import type { Arena, Attack, Result } from '../attack.ts';
import { COUNTED_IN, FORGER_LANGUAGES, type Forged, type ForgerLanguage, HELD_MIB, WORK } from './forger.ts';

const source = (name: string): string => readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');

/** The forging code as a bundle of its language. */
function forgerBundle(language: ForgerLanguage): Bundle {
  const [path, file] = language === 'Node' ? ['index.mjs', 'code-node.mjs'] : ['index.py', 'code_python.py'];
  return { entry: path, handler: 'handler', files: [{ path, content: source(file) }] };
}

/** Enough for what it holds, and one CPU, so that work takes no longer than its CPU time. */
const MEMORY: MiB = 1_769;

/** Settings that its deployment has for itself; the environment tells both languages what the checks expect. */
export const forgerSpec = (language: ForgerLanguage): Partial<DeploySpec> => ({
  bundle: forgerBundle(language),
  environment: { WORK_MS: String(WORK), HELD_MIB: String(HELD_MIB) },
  memory: MEMORY,
});

/** A hundredth of a figure may be noise of the clocks that are compared. */
const MOST_CHANGE = 0.01;
const atLeast = (value: number, least: number): boolean => value >= least * (1 - MOST_CHANGE);

/** CPU time was counted, as much as was used; where this machine does not count, nothing is priced by it. */
const isCpuCounted = ({ cpu }: Forged): boolean => cpu === null || cpu >= WORK - COUNTED_IN;

/**
 * The work is in what is billed, no more than passed outside is, and a start is what has an init. `early`: where its
 * answer may come before its work, as a server's may, CPU time is what it is priced by.
 */
export function isTrue(seen: Forged, early: boolean): boolean {
  const { outcome, handler, init, billed, cold } = seen.told;
  // Nothing that failed is a good request, and it was ended before its work.
  if (outcome !== 'ok') return true;
  if (!isCpuCounted(seen)) return false;
  const took = atLeast(handler, WORK) || (early && seen.cpu !== null);
  const time = init + handler;
  return took && time <= seen.wall && billed >= time - 1e-6 && billed < time + 1 && cold === init > 0;
}

const ms = (value: number | null): string => (value === null ? 'not counted' : `${value.toFixed(1)} ms`);

const shown = ({ told, wall, cpu }: Forged): string =>
  `${told.outcome}, handler ${ms(told.handler)} of ${ms(wall)} for ${WORK} ms of work, CPU ${ms(cpu)}`;

interface Forgery {
  name: string;
  path: string;
  /** Facts that must hold besides the times. */
  also?: (seen: Forged, then: Forged) => boolean;
}

const FORGED: readonly Forgery[] = [
  { name: 'every global replaced before the first request', path: '/' },
  { name: 'an answer with forged headers', path: '/headers' },
  {
    name: 'log lines that look like REPORT',
    path: '/report',
    also: ({ told }) => told.outcome === 'ok' && told.log.includes('REPORT RequestId: 1'),
  },
  {
    name: 'memory given back and its peak reset',
    path: '/memory',
    also: ({ memoryPeak }) => memoryPeak === null || memoryPeak >= HELD_MIB * 2 ** 20,
  },
  // A forged answer must not become the answer to the next one.
  {
    name: 'two answers for one request',
    path: '/twice',
    also: (_, then) => then.told.outcome !== 'ok' || then.told.body === 'done',
  },
  { name: 'a frame, an answer and a REPORT on every descriptor', path: '/descriptors' },
];

type Needs = Pick<Arena, 'forge' | 'answersEarly' | 'sites'>;

const forging =
  ({ path, also = () => true }: Forgery, language: ForgerLanguage): Attack<Needs>['run'] =>
  async ({ forge, answersEarly }): Promise<Result> => {
    const seen = await forge(language, path);
    const then = await forge(language, '/');
    const stopped = isTrue(seen, answersEarly) && isTrue(then, answersEarly) && also(seen, then);
    return { stopped, evidence: `${shown(seen)}; then ${shown(then)}` };
  };

/** Code that forges the figures by which it is priced, in each language: none of them changes by more than 1%. */
export const FORGERIES: readonly Attack<Needs>[] = FORGER_LANGUAGES.flatMap((language) =>
  FORGED.map((forgery) => ({
    name: `${forgery.name}, ${language}`,
    layer: 'clock of the executor, count of the kernel',
    run: forging(forgery, language),
  })),
);
