import type { AsynchronousPolicy } from '#lib/domain/functions/asynchronous.ts';
import type { FunctionVersion } from '#lib/domain/functions/configuration.ts';
import type { FunctionPackage } from '../package/store.ts';

export interface StoredVersion {
  meta: FunctionVersion;
  package: FunctionPackage;
}

export interface StoredFunction {
  name: string;
  reserved: number | null;
  /** Environments kept loaded, by version. */
  provisioned: Readonly<Record<string, number>>;
  /** Number of the version published last; numbers are never used twice. */
  lastPublished: number;
  asynchronous: AsynchronousPolicy;
  versions: readonly StoredVersion[];
}

/** A function without its versions. */
export type FunctionSettings = Omit<StoredFunction, 'versions'>;

/** Where functions outlive the process. Each call stores all that it is given, or nothing. */
export interface FunctionStore {
  all(): Promise<StoredFunction[]>;
  saveFunction(settings: FunctionSettings): Promise<void>;
  saveVersion(settings: FunctionSettings, version: StoredVersion): Promise<void>;
  removeFunction(name: string): Promise<void>;
  removeVersion(settings: FunctionSettings, version: string): Promise<void>;
}

/** For services that need no memory. */
export const forgetfulStore = (): FunctionStore => ({
  all: async () => [],
  saveFunction: async () => {},
  saveVersion: async () => {},
  removeFunction: async () => {},
  removeVersion: async () => {},
});
