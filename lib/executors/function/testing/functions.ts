import type { FunctionConfigurationInput } from '#lib/domain/functions/configuration.ts';
import type { FunctionPackage } from '../package/store.ts';
import type { FunctionPlatform } from '../service/platform.ts';
import type { Ran } from '../service/run-invocation.ts';
import { zipOf } from './zip.ts';

export const packageOf = (files: Readonly<Record<string, string>>): FunctionPackage => ({
  kind: 'zip',
  bytes: zipOf(files),
});

/** Answers how often its environment was invoked. */
export const COUNTER = 'let n = 0; export const handler = async () => (n += 1);';
/** Answers 1 after the event's `ms`. */
export const SLEEPER =
  'export const handler = (event) => new Promise((done) => setTimeout(() => done(1), event.ms));';

/** The code of a CrossoverError. */
export const codeOf = (error: unknown): unknown => (error as { problem?: { code: string } }).problem?.code;

let functions = 0;

/** Makes a function of one module and gives its name. The memory is enough for CPU not to be scarce. */
export async function nodeFunction(
  platform: FunctionPlatform,
  code: string,
  over: Partial<FunctionConfigurationInput> = {},
): Promise<string> {
  functions += 1;
  const name = `f${functions}`;
  const configuration = { runtime: 'nodejs', handler: 'index.handler', memoryMiB: 1_769, ...over } as const;
  await platform.functions.create(name, configuration, packageOf({ 'index.mjs': code }));
  return name;
}

export interface Answer extends Ran {
  /** The payload of the answer or of the fault, parsed. */
  value: unknown;
}

/** Invokes and collects the answer. */
export async function call(
  platform: FunctionPlatform,
  name: string,
  event: unknown = {},
  qualifier: string | null = null,
): Promise<Answer> {
  const pieces: Buffer[] = [];
  const payload = Buffer.from(JSON.stringify(event));
  const ran = await platform.invoke({ name, payload, qualifier, sink: (piece) => void pieces.push(piece) });
  const text = (ran.fault?.payload ?? Buffer.concat(pieces)).toString();
  return { ...ran, value: text === '' ? undefined : JSON.parse(text) };
}
