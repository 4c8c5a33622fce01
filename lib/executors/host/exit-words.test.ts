import { expect, it } from 'vitest';
import { exitWords } from './exit-words.ts';

it.each<[number | null, string | null, string]>([
  [0, null, 'exit code 0'],
  [3, null, 'exit code 3'],
  [128, null, 'exit code 128'],
  [129, null, 'exit code 129, as after signal 1 (SIGHUP)'],
  [134, null, 'exit code 134, as after signal 6 (SIGABRT)'],
  [137, null, 'exit code 137, as after signal 9 (SIGKILL)'],
  [139, null, 'exit code 139, as after signal 11 (SIGSEGV)'],
  [143, null, 'exit code 143, as after signal 15 (SIGTERM)'],
  [255, null, 'exit code 255'],
  [null, 'SIGKILL', 'signal SIGKILL'],
  [null, null, 'an unknown exit code'],
])('exit code %s, signal %s: %s', (code, signal, words) => {
  expect(exitWords(code, signal)).toBe(words);
});
