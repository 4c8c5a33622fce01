import { afterAll, describe, expect, it } from 'vitest';
import { COUNTER, call, codeOf, nodeFunction, packageOf, SLEEPER } from '../testing/functions.ts';
import { eventually } from '../testing/support.ts';
import { FunctionPlatform } from './platform.ts';

const platform = await FunctionPlatform.open();
afterAll(() => platform[Symbol.asyncDispose]());

describe('versions', () => {
  const saying = (word: string) =>
    packageOf({ 'index.mjs': `export const handler = async () => '${word}';` });

  it('never change: $LATEST moves on, a number stays', async () => {
    const name = await nodeFunction(platform, 'export const handler = async () => "one";');
    const first = await platform.functions.publish(name);
    expect(await platform.functions.publish(name)).toEqual(first);
    const updated = await platform.functions.updateCode(name, saying('two'));
    expect(updated.codeSha256).not.toBe(first.codeSha256);
    expect([(await call(platform, name)).value, (await call(platform, name, {}, '1')).value]).toEqual([
      'two',
      'one',
    ]);
    expect((await platform.functions.publish(name)).version).toBe('2');
    expect(platform.functions.versions(name).map(({ version }) => version)).toEqual(['$LATEST', '1', '2']);
    await platform.functions.delete(name, '1');
    expect(await call(platform, name, {}, '1').catch(codeOf)).toBe('function-not-found');
    expect((await call(platform, name, {}, '2')).value).toBe('two');
  });

  it('an update lets what is being served finish', async () => {
    const name = await nodeFunction(platform, SLEEPER);
    const running = call(platform, name, { ms: 500 });
    await eventually(() => platform.instances(name)[0]?.state === 'busy', 'it is being served');
    await platform.functions.updateCode(name, saying('new'));
    expect((await running).value).toBe(1);
    expect((await call(platform, name)).value).toBe('new');
    await platform.functions.updateConfiguration(name, { memoryMiB: 512 });
    expect(platform.functions.get(name).configuration.memoryMiB).toBe(512);
    expect((await call(platform, name)).record.memory).toBe(512);
  });

  it('names exist once, and unknown ones are told', async () => {
    const name = await nodeFunction(platform, COUNTER);
    const again = platform.functions.create(
      name,
      { runtime: 'nodejs', handler: 'index.handler' },
      saying('x'),
    );
    expect(await again.catch(codeOf)).toBe('function-exists');
    await platform.functions.delete(name);
    expect(await call(platform, name).catch(codeOf)).toBe('function-not-found');
    const large = { name, payload: Buffer.alloc(6 * 2 ** 20 + 1) };
    await platform.functions.create(name, { runtime: 'nodejs', handler: 'index.handler' }, saying('x'));
    expect(await platform.invoke(large).catch(codeOf)).toBe('payload-too-large');
    expect(await platform.invokeLater({ name, payload: Buffer.from('{}') }).catch(codeOf)).toBe(
      'no-asynchronous-queue',
    );
  });
});
