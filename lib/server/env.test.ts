import { expect, it } from 'vitest';
import { readEnv } from './env.ts';

it('a variable that is empty is one that is not set', () => {
  const names = Object.keys(readEnv({ NODE_ENV: 'test' }));
  const empty = Object.fromEntries([...names, 'CROSSOVER_TOKEN', 'DATABASE_URL'].map((name) => [name, '']));
  expect(readEnv({ NODE_ENV: 'test', ...empty })).toEqual(readEnv({ NODE_ENV: 'test' }));
  expect(readEnv({ NODE_ENV: 'test', CROSSOVER_PORT: '' })).toMatchObject({
    ...{ CROSSOVER_PORT: 3000, CROSSOVER_HOST: '127.0.0.1' },
  });
  expect(readEnv({ NODE_ENV: 'test', CROSSOVER_PORT: '0' }).CROSSOVER_PORT).toBe(0);
});
