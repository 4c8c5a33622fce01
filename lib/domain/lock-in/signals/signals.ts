import { ENDPOINT_SIGNALS } from './endpoints.ts';
import { ENVIRONMENT_SIGNALS } from './environment.ts';
import { FILE_SIGNALS } from './files.ts';
import { IMPORT_SIGNALS } from './imports.ts';
import { SHAPE_SIGNALS } from './shapes.ts';
import type { Signal } from './signal.ts';

/** All signals of vendor coupling but the contract that Crossover itself demands (contract.ts). The last research pass was in 2026; the source of each is in its row. */
export const SIGNALS: readonly Signal[] = [
  ...IMPORT_SIGNALS,
  ...ENVIRONMENT_SIGNALS,
  ...SHAPE_SIGNALS,
  ...ENDPOINT_SIGNALS,
  ...FILE_SIGNALS,
];
