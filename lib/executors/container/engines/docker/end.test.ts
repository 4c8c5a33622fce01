import { expect, it } from 'vitest';
import { End } from './end.ts';

it('is over with the removal, also when the daemon never tells it', async () => {
  const end = new End(new Promise(() => {}));
  expect(await end.removed(1)).toEqual({ code: null, killedFor: null });
  expect(await end.exited).toEqual({ code: null, killedFor: null });
});

it('is what the daemon tells, before the removal or a moment after it', async () => {
  const told = { code: 137, killedFor: 'own-limit' } as const;
  const early = new End(Promise.resolve(told));
  expect(await early.exited).toEqual(told);
  expect(await early.removed(1)).toEqual(told);
  const late = new End(new Promise((resolve) => setTimeout(() => resolve(told), 5)));
  expect(await late.removed()).toEqual(told);
});
