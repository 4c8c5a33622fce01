import type { RuntimeName } from '#lib/domain/functions/configuration.ts';
import { FunctionPlatform } from '../../service/platform.ts';
import { call, packageOf } from '../../testing/functions.ts';
import { type AttackRow, runAll } from '../run.ts';
import type { Forger, ForgerLanguage } from './forger.ts';
import { FORGERIES, forgerSpec } from './forgeries.ts';

const RUNTIMES: Record<ForgerLanguage, RuntimeName> = { Node: 'nodejs', Python: 'python' };

async function createOn(platform: FunctionPlatform, language: ForgerLanguage): Promise<string> {
  const { bundle, environment = {}, memory: memoryMiB = 1_024 } = forgerSpec(language);
  const files = Object.fromEntries((bundle?.files ?? []).map(({ path, content }) => [path, content]));
  const configuration = { runtime: RUNTIMES[language], handler: 'index.handler', memoryMiB, environment };
  await platform.functions.create(language, configuration, packageOf(files));
  await call(platform, language, { rawPath: '/' });
  return language;
}

const bodyIn = (value: unknown): string | null => {
  const { body } = Object(value) as { body?: unknown };
  return typeof body === 'string' ? body : null;
};

/** The same code behind AWS's Runtime API, whose invocation lasts until the runtime asks for the next event. */
function forgerBehind(platform: FunctionPlatform): Forger {
  const created = new Map<ForgerLanguage, Promise<string>>();
  return async (language, path) => {
    const creating = created.get(language) ?? createOn(platform, language);
    created.set(language, creating);
    const name = await creating;
    const began = performance.now();
    const { record, value } = await call(platform, name, { rawPath: path });
    const { outcome, start, init, duration: handler, billed, log, cpuTime, memoryUsed } = record;
    return {
      told: { outcome, cold: start === 'cold', init, handler, billed, log, body: bodyIn(value) },
      wall: performance.now() - began,
      cpu: cpuTime,
      memoryPeak: memoryUsed === null ? null : memoryUsed * 2 ** 20,
    };
  };
}

/** Runs the code that forges its figures against AWS's Runtime API. */
export async function runRuntimeApiForgeries(forgeries = FORGERIES): Promise<AttackRow[]> {
  await using platform = await FunctionPlatform.open();
  return await runAll(forgeries, { forge: forgerBehind(platform), answersEarly: false, sites: {} });
}
