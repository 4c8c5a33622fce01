import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { costSchema } from '#lib/domain/cost/vocabulary/schema.ts';
import { projectRoot } from '#lib/executors/host/home.ts';

/** Where the JSON Schema of cost questions is published. */
export const COST_SCHEMA_PATH = join(projectRoot, 'public/schemas/cost.schema.json');

export const costSchemaText = (): string => `${JSON.stringify(costSchema(), null, 2)}\n`;

// `node lib/cli/commands/cost-schema.ts` writes it anew; a test tells when that is due.
if (import.meta.main) writeFileSync(COST_SCHEMA_PATH, costSchemaText());
