import { posix } from 'node:path';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import { runtimeOf } from '#lib/domain/workload/runtime.ts';
import type { SourceFile } from '#lib/domain/workload/workload.ts';
import { moduleKindOf } from './prepare.ts';

const MIB = 1024 * 1024;

/**
 * The package with so much more code, loaded with the entry on both sides as libraries would be: modules of
 * up to 1 MiB of small functions that nobody calls. Lines of the entry stay where they were.
 */
export async function padded(bundle: Bundle, size: MiB): Promise<Bundle> {
  if (size <= 0) return bundle;
  const entry = bundle.files.find(({ path }) => path === bundle.entry);
  if (entry === undefined) return bundle;
  const form = await formOf(bundle);
  const extra = modules(size, form, form.directory(bundle.entry));
  const load = (path: string) => form.load(posix.basename(path));
  const content = `${entry.content}\n${extra.map(({ path }) => load(path)).join('\n')}\n`;
  const files = bundle.files.map((file) => (file === entry ? { ...file, content } : file));
  return { ...bundle, files: [...files, ...extra] };
}

/** How one kind of module is named, loaded and written. */
interface Form {
  /** Where it lies for an entry that loads it by its name alone. */
  directory(entry: string): string;
  ending: string;
  load(name: string): string;
  unused(index: number): string;
  /** Begins a comment. */
  comment: string;
}

const inJavaScript = (isModule: boolean): Form => ({
  directory: posix.dirname,
  ending: isModule ? 'mjs' : 'cjs',
  load: (name) => (isModule ? `import "./${name}";` : `require("./${name}");`),
  unused: (
    index,
  ) => `${isModule ? 'export const ' : 'exports.'}unused${index} = (items, limit = ${index}) => {
  const kept = items.filter(({ id, weight }) => id % 7 === ${index % 7} && weight < limit);
  return kept.map((item, at) => ({ ...item, at, label: \`item \${item.id} of ${index}\` }));
};
`,
  comment: '//',
});

/** Compiled at every start, as packages are that come without compiled files to a directory that is read-only. */
const IN_PYTHON: Form = {
  // The package's own directory is where Python looks for modules.
  directory: () => '',
  ending: 'py',
  load: (name) => `import ${name.replace(/\.py$/, '')}`,
  unused: (index) => `def unused${index}(items, limit=${index}):
    kept = [item for item in items if item["id"] % 7 == ${index % 7} and item["weight"] < limit]
    return [{**item, "at": at, "label": f"item {item['id']} of ${index}"} for at, item in enumerate(kept)]


`,
  comment: '##',
};

const formOf = async (bundle: Bundle): Promise<Form> =>
  runtimeOf(bundle) === 'python' ? IN_PYTHON : inJavaScript((await moduleKindOf(bundle)) === 'module');

function modules(size: MiB, form: Form, directory: string): SourceFile[] {
  return Array.from({ length: Math.ceil(size) }, (_, index) => ({
    path: posix.join(directory, `crossover_padding_${index + 1}.${form.ending}`),
    content: code(Math.round(Math.min(1, size - index) * MIB), form),
  }));
}

/** Exactly so many bytes of functions; the last is filled up with a comment. */
function code(bytes: number, { unused, comment }: Form): string {
  const parts: string[] = [];
  let left = bytes;
  for (let index = 0; ; index++) {
    const part = unused(index);
    if (part.length > left) break;
    parts.push(part);
    left -= part.length;
  }
  return parts.join('') + (left >= 3 ? `${comment}${' '.repeat(left - 3)}\n` : '\n'.repeat(left));
}
