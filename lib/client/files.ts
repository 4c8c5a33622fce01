import type { SourceFile } from '#lib/domain/workload/workload.ts';

/** What the file editor does to the list of files. Pure: the list goes in, a new list comes out. */

/** `base`, or `base` with a number before its ending, so that no two files have one path. */
export function freePath(files: readonly SourceFile[], base: string): string {
  const taken = new Set(files.map((file) => file.path));
  if (!taken.has(base)) return base;
  const dot = base.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [base.slice(0, dot), base.slice(dot)] : [base, ''];
  let number = 2;
  while (taken.has(`${stem}-${number}${ending}`)) number += 1;
  return `${stem}-${number}${ending}`;
}

export const addFile = (files: readonly SourceFile[], base = 'file.js'): SourceFile[] => [
  ...files,
  { path: freePath(files, base), content: '' },
];

export const renameFile = (files: readonly SourceFile[], index: number, path: string): SourceFile[] =>
  files.map((file, at) => (at === index ? { ...file, path } : file));

export const editFile = (files: readonly SourceFile[], index: number, content: string): SourceFile[] =>
  files.map((file, at) => (at === index ? { ...file, content } : file));

export const removeFile = (files: readonly SourceFile[], index: number): SourceFile[] =>
  files.filter((_, at) => at !== index);

/** An uploaded file replaces the one of the same path, in its place; new ones come last. */
export function mergeFiles(files: readonly SourceFile[], uploads: readonly SourceFile[]): SourceFile[] {
  const uploaded = new Map(uploads.map((file) => [file.path, file]));
  const kept = files.map((file) => {
    const replacement = uploaded.get(file.path);
    uploaded.delete(file.path);
    return replacement ?? file;
  });
  return [...kept, ...uploaded.values()];
}

/** Text files only: a NUL character says that the file is something else. */
export const looksBinary = (content: string): boolean => content.includes('\u0000');
