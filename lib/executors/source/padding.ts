import { posix } from 'node:path';
import type { Bundle } from '#lib/domain/execution/executor.ts';
import type { MiB } from '#lib/domain/units.ts';
import type { SourceFile } from '#lib/domain/workload/workload.ts';
import { parseJavaScript } from './syntax.ts';

const MIB = 1024 * 1024;

/**
 * The package with so much more code, loaded with the entry on both sides as libraries would be: modules of
 * up to 1 MiB of small functions that nobody calls. Lines of the entry stay where they were.
 */
export function padded(bundle: Bundle, size: MiB): Bundle {
  if (size <= 0) return bundle;
  const entry = bundle.files.find(({ path }) => path === bundle.entry);
  if (entry === undefined) return bundle;
  const isModule = parseJavaScript(entry.path, entry.content).sourceType === 'module';
  const extra = modules(size, isModule, posix.dirname(bundle.entry));
  const load = (path: string) => {
    const from = JSON.stringify(`./${posix.basename(path)}`);
    return isModule ? `import ${from};` : `require(${from});`;
  };
  const content = `${entry.content}\n${extra.map(({ path }) => load(path)).join('\n')}\n`;
  const files = bundle.files.map((file) => (file === entry ? { ...file, content } : file));
  return { ...bundle, files: [...files, ...extra] };
}

function modules(size: MiB, isModule: boolean, directory: string): SourceFile[] {
  return Array.from({ length: Math.ceil(size) }, (_, index) => ({
    path: posix.join(directory, `crossover-padding-${index + 1}.${isModule ? 'mjs' : 'cjs'}`),
    content: code(Math.round(Math.min(1, size - index) * MIB), isModule),
  }));
}

/** Exactly so many bytes of functions; the last is filled up with a comment. */
function code(bytes: number, isModule: boolean): string {
  const parts: string[] = [];
  let left = bytes;
  for (let index = 0; ; index++) {
    const part = functionText(index, isModule);
    if (part.length > left) break;
    parts.push(part);
    left -= part.length;
  }
  return parts.join('') + (left >= 3 ? `//${' '.repeat(left - 3)}\n` : '\n'.repeat(left));
}

const functionText = (index: number, isModule: boolean): string =>
  `${isModule ? 'export const ' : 'exports.'}unused${index} = (items, limit = ${index}) => {
  const kept = items.filter(({ id, weight }) => id % 7 === ${index % 7} && weight < limit);
  return kept.map((item, at) => ({ ...item, at, label: \`item \${item.id} of ${index}\` }));
};
`;
