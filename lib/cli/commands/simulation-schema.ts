import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulationSchemaText } from '#lib/domain/simulation/json-schema.ts';

/** Where the JSON Schema of a simulation is published. */
export const SIMULATION_SCHEMA_PATH = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../../public/schemas/simulation.schema.json',
);

// `node lib/cli/commands/simulation-schema.ts` writes it anew; a test tells when that is due.
if (import.meta.main) writeFileSync(SIMULATION_SCHEMA_PATH, simulationSchemaText());
