import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { projectRoot } from '#lib/executors/host/home.ts';
import { readImports } from './import-rules.ts';

const probe = join(projectRoot, 'lib/domain/zz-import-rule-probe.ts');
afterEach(() => rmSync(probe, { force: true }));

describe('the import rules', () => {
  it('refuse what domain may not import, each by its rule', async () => {
    const source = [
      "import 'node:fs';",
      "import '../executors/host/home.ts';",
      "import '#lib/executors/host/full-disk.ts';",
      "import '@prisma/client';",
      "import type { ReactNode } from 'react'; export type X = ReactNode;",
      "import './nowhere.ts';",
    ];
    writeFileSync(probe, source.join('\n'));
    const { violations } = await readImports(['lib/domain/zz-import-rule-probe.ts']);
    const found = violations
      .filter(({ from }) => from.endsWith('zz-import-rule-probe.ts'))
      .map(({ to, rule: { name } }) => `${name} ${to}`);
    for (const [what, rule] of [
      ['fs', 'domain-is-pure'],
      ['lib/executors/host/home.ts', 'lib/domain-imports'],
      ['lib/executors/host/full-disk.ts', 'lib/domain-imports'],
      ['@prisma/client', 'domain-is-pure'],
      ['react', 'domain-is-pure'],
      ['nowhere.ts', 'resolvable'],
    ]) {
      expect(found).toContainEqual(expect.stringMatching(new RegExp(`^${rule} .*${what}`)));
    }
  });

  it('count what they read, so that reading nothing is no success', async () => {
    const { ok, modules } = await readImports(['public']);
    expect({ ok, few: modules < 10 }).toEqual({ ok: false, few: true });
  });
});
