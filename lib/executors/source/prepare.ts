import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { Code, SourceFile } from '#lib/domain/workload/workload.ts';
import { Lanes } from './reading/lanes.ts';
import type { ModuleKind } from './syntax.ts';

/** Of this process: every user's code goes through them. */
const lanes = new Lanes();

/**
 * The user's code as it is deployed on both sides, made where it can be thrown away.
 * @throws CrossoverError as `bundleOf`; `code-not-read`
 */
export const prepareBundle = (code: Code): Promise<Bundle> => lanes.read('bundle', code);

/** Every file without types, for readers of the code. @throws CrossoverError as `sourcesOf`; `code-not-read` */
export const strippedSources = (code: Code): Promise<SourceFile[]> => lanes.read('sources', code);

/** Sentences that a reader needs before a run of this code. @throws CrossoverError `code-not-read` */
export const notesOnCode = (code: Code): Promise<string[]> => lanes.read('notes', code);

/** How Node takes the entry; null for one that is too deeply nested. @throws CrossoverError `code-not-read` */
export const moduleKindOf = (bundle: Bundle): Promise<ModuleKind | null> => lanes.read('module-kind', bundle);
