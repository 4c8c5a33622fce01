import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { WorkloadFile } from '#lib/domain/workload/workload.ts';

/** Where the JSON Schema of a workload.json is published. */
export const SCHEMA_PATH = join(
  dirname(fileURLToPath(import.meta.url)),
  '../../public/schemas/workload.schema.json',
);

/** The JSON Schema of a workload.json, as text: what a file may hold before defaults are filled in. */
export function workloadSchemaText(): string {
  const schema = z.toJSONSchema(WorkloadFile, { io: 'input' });
  return `${JSON.stringify({ title: 'Crossover workload', ...schema }, null, 2)}\n`;
}

// `node lib/samples/schema.ts` writes it anew; a test tells when that is due.
if (import.meta.main) writeFileSync(SCHEMA_PATH, workloadSchemaText());
