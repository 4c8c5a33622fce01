import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../database/embedded.ts';
import { admin } from './admin.ts';
import { makeTemplate } from './template.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
    databaseTemplate: string;
  }
}

/** One real Postgres for all test files; each file that needs it makes a database of its own from one template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startEmbeddedPostgres();
  const template = await makeTemplate(postgres.url);
  project.provide('postgresUrl', postgres.url);
  project.provide('databaseTemplate', template);
  return async () => {
    // Another run of this checkout that had started the server may have stopped it by now.
    await admin(postgres.url, `DROP DATABASE ${template} WITH (FORCE)`).catch(() => {});
    await postgres.stop();
  };
}
