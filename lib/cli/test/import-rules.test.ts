import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';
import { readImports } from './import-rules.ts';

const probe = join(projectRoot, 'lib/domain/zz-import-rule-probe.ts');
afterEach(() => rmSync(probe, { force: true }));

describe('the import rules', () => {
  it.each([
    ['node', "import 'node:fs';", 'domain-is-pure'],
    ['an executor', "import '../executors/host/home.ts';", 'lib/domain-imports'],
    ['an executor by its name', "import '#lib/executors/host/home.ts';", 'lib/domain-imports'],
    ['Prisma', "import '@prisma/client';", 'domain-is-pure'],
    [
      'a type of React',
      "import type { ReactNode } from 'react'; export type X = ReactNode;",
      'domain-is-pure',
    ],
    ['what does not exist', "import './nowhere.ts';", 'resolvable'],
  ])('refuse that domain imports %s', async (_what, source, rule) => {
    writeFileSync(probe, source);
    const { violations } = await readImports(['lib/domain/zz-import-rule-probe.ts']);
    expect(violations.map(({ rule: { name } }) => name)).toContain(rule);
  });

  it('count what they read, so that reading nothing is no success', async () => {
    const { ok, modules } = await readImports(['public']);
    expect({ ok, few: modules < 10 }).toEqual({ ok: false, few: true });
  });
});
