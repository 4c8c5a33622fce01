import { expect, test } from 'vitest';
import {
  clearDraft,
  clearDraftOf,
  type DraftInput,
  type DraftStorage,
  readDraft,
  writeDraft,
} from './draft.ts';
import { blankCode, blankValues, missingRuntimes, WizardForm } from './form.ts';

function memoryStorage(): DraftStorage & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

const draft = (values: DraftInput['values'] = blankValues()): DraftInput => ({
  start: 'own',
  planTouched: false,
  values,
});

test('what is written is read back, also when it is not a valid workload yet', () => {
  const storage = memoryStorage();
  const values = blankValues();
  const half = {
    ...values,
    workload: {
      ...values.workload,
      name: '',
      memoryMiB: undefined,
      timeoutMs: Number.NaN,
      traffic: { requestsPerMonth: -1, shape: 'steady' as const },
    },
  };
  expect(writeDraft(storage, draft(half))).toBe(true);
  const read = readDraft(storage);
  expect(read?.values.workload.traffic.requestsPerMonth).toBe(-1);
  expect(read?.values.workload.memoryMiB).toBeUndefined();
  expect(read?.values.workload.timeoutMs).toBeUndefined();
  expect(read?.values.workload.code).toEqual(values.workload.code);
});

test('a draft begun before plans were of candidates is gone on with', () => {
  const storage = memoryStorage();
  writeDraft(storage, draft());
  const [[key, text] = ['', '']] = [...storage.entries];
  const { secondsPerCandidate, rounds } = blankValues().plan;
  storage.setItem(
    key,
    text.replace('"secondsPerCandidate":', '"secondsPerSide":').replace('"rounds":', '"blocks":'),
  );
  expect(storage.entries.get(key)).toContain('"secondsPerSide"');
  expect(readDraft(storage)?.values.plan).toMatchObject({ secondsPerCandidate, rounds });
});

test('nothing stored, foreign or broken content, or another version is no draft', () => {
  const storage = memoryStorage();
  expect(readDraft(storage)).toBeNull();
  writeDraft(storage, draft());
  const [[key, text] = ['', '']] = [...storage.entries];
  const broken = [
    '{',
    'null',
    '[]',
    '"x"',
    text.replace('"version":1', '"version":0'),
    text.replace('"files":[', '"files":[7,'),
    text.replace('"office-hours"', '"<script>"'),
  ];
  for (const content of broken) {
    storage.setItem(key, content);
    expect(readDraft(storage), content.slice(0, 40)).toBeNull();
  }
});

test('a cleared draft is gone', () => {
  const storage = memoryStorage();
  writeDraft(storage, draft());
  clearDraft(storage);
  expect(readDraft(storage)).toBeNull();
});

test('a browser that refuses storage is no error, only no draft', () => {
  const refuse = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
  };
  const storage: DraftStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(readDraft(storage)).toBeNull();
  expect(writeDraft(storage, draft())).toBe(false);
  expect(() => clearDraft(storage)).not.toThrow();
});

test('code for another runtime is kept with the draft, and begins as work that is the same', () => {
  const storage = memoryStorage();
  const values = blankValues();
  expect(missingRuntimes(values.workload)).toEqual(['python']);
  const variants = [blankCode('python')];
  const workload = { ...values.workload, name: 'Both', variants };
  expect(missingRuntimes(workload)).toEqual([]);
  expect(WizardForm.safeParse({ ...values, workload }).success).toBe(true);
  writeDraft(storage, draft({ ...values, workload }));
  expect(readDraft(storage)?.values.workload.variants).toEqual(variants);
});

test('a draft that was sent goes when that run has succeeded, and no other', () => {
  const storage = memoryStorage();
  writeDraft(storage, { ...draft(), sentAs: 'x1' });
  clearDraftOf(storage, 'x2');
  expect(readDraft(storage)?.sentAs).toBe('x1');
  clearDraftOf(storage, 'x1');
  expect(readDraft(storage)).toBeNull();
  writeDraft(storage, draft());
  clearDraftOf(storage, 'x1');
  expect(readDraft(storage)).not.toBeNull();
});
