import type { FunctionConfiguration, RuntimeName } from '#lib/domain/functions/configuration.ts';

/** What a sandbox needs to run functions of one runtime. */
export interface Runtime {
  name: RuntimeName;
  /** As INIT_START shows it, e.g. `nodejs:26.10.0`. */
  title: string;
  /** Files that stand beside the code in /var/runtime, by name: path on this machine. */
  files: Readonly<Record<string, string>>;
  /** Programs and libraries of this machine, read-only: path inside by path here. */
  mounts: Readonly<Record<string, string>>;
  /** AWS_EXECUTION_ENV; null for programs that bring their own runtime. */
  execution: string | null;
  /** What else its program is told. */
  environment: Readonly<Record<string, string>>;
  command(configuration: FunctionConfiguration): readonly string[];
}

/** Where the socket of the runtime API is inside (a service by the name `runtime-api`). */
export const RUNTIME_API_SERVICE = 'runtime-api';
export const RUNTIME_API_SOCKET = `/run/services/${RUNTIME_API_SERVICE}.sock`;
/** Where programs that know the runtime API by its address find it, as on the platform. */
export const RUNTIME_API_ADDRESS = '127.0.0.1:9001';
