import { expect, test } from 'vitest';
import { addFile, editFile, freePath, looksBinary, mergeFiles, removeFile, renameFile } from './files.ts';

const a = { path: 'a.js', content: 'A' };
const b = { path: 'b.js', content: 'B' };

test('a free path keeps the ending and counts up', () => {
  expect(freePath([], 'file.js')).toBe('file.js');
  expect(freePath([{ path: 'file.js', content: '' }], 'file.js')).toBe('file-2.js');
  expect(addFile(addFile(addFile([]))).map((file) => file.path)).toEqual([
    'file.js',
    'file-2.js',
    'file-3.js',
  ]);
  expect(freePath([{ path: '.env', content: '' }], '.env')).toBe('.env-2');
});

test('editing, renaming and removing touch one file and leave the given list alone', () => {
  const files = [a, b];
  expect(editFile(files, 1, 'C')).toEqual([a, { path: 'b.js', content: 'C' }]);
  expect(renameFile(files, 0, 'z.ts')).toEqual([{ path: 'z.ts', content: 'A' }, b]);
  expect(removeFile(files, 0)).toEqual([b]);
  expect(files).toEqual([a, b]);
});

test('an upload replaces its namesake in place and adds the rest', () => {
  const merged = mergeFiles(
    [a, b],
    [
      { path: 'c.js', content: 'C' },
      { path: 'a.js', content: 'new' },
    ],
  );
  expect(merged.map((file) => `${file.path}=${file.content}`)).toEqual(['a.js=new', 'b.js=B', 'c.js=C']);
});

test('binary content is told from text', () => {
  expect(looksBinary('export const x = 1;')).toBe(false);
  expect(looksBinary('\u0089PNG\u0000')).toBe(true);
});
