import { afterAll, describe, expect, it } from 'vitest';
import type { Bundle, Executor } from '#lib/domain/execution/executor.ts';
import { createContainerExecutor } from '../container/executor.ts';
import { createFunctionExecutor } from './function-executor.ts';
import { FunctionPlatform } from './service/platform.ts';
import { packageOf } from './testing/functions.ts';
import { requestOf, specOf } from './testing/support.ts';

// Files with the names of modules: of those that AWS's runtime has loaded its own win, of others the user's, whatever
// our wrappers have loaded or are made of.
const LIBRARY = ['decimal', 'json', 'logging', 'time'];
const OWN = ['handler_runtime', 'http_wire', 'queue', 'signal', 'socket', 'user_code'];

const APP = `import importlib
${LIBRARY.map((name) => `import ${name}`).join('\n')}
logger = logging.getLogger()
logging.warning('at %s', 'load')
logger.setLevel(logging.INFO)
names = ${JSON.stringify([...LIBRARY, ...OWN])}
def handler(event, context):
    logger.info('order %s accepted', 7)
    logger.warning('low stock')
    return {'total': decimal.Decimal('1.10'), 'small': [decimal.Decimal('1E-7')], 'text': '1.10',
            'mine': [name for name in names if hasattr(importlib.import_module(name), 'MINE')]}
`;

const FILES = {
  'app.py': APP,
  ...Object.fromEntries([...LIBRARY, ...OWN].map((n) => [`${n}.py`, 'MINE = 1'])),
};
const ANSWER = `{"total":1.10,"small":[1E-7],"text":"1.10","mine":${JSON.stringify(OWN)}}`;
const LOG = new RegExp(
  [
    '\\[WARNING\\]\\t\\S+Z\\t\\tat load\\n',
    '\\[INFO\\]\\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\\tID\\torder 7 accepted\\n',
    '\\[WARNING\\]\\t\\S+Z\\tID\\tlow stock\\n',
  ].join('[^]*'),
);

const BUNDLE: Bundle = {
  ...{ entry: 'app.py', handler: 'handler' },
  files: Object.entries(FILES).map(([path, content]) => ({ path, content })),
};

const functions = createFunctionExecutor();
const containers = createContainerExecutor({ engine: 'runc' });
afterAll(async () => {
  await functions[Symbol.asyncDispose]();
  await containers[Symbol.asyncDispose]();
});

async function answered(executor: Executor, bundle = BUNDLE) {
  await using deployment = await executor.deploy(specOf('', { bundle }));
  return await deployment.invoke(requestOf({ requestId: 'ID' }));
}

describe('modules, logs and numbers of a handler in Python', () => {
  it.each([functions, containers])('are those of AWS on a $side', async (executor) => {
    const { body, problem, log } = await answered(executor);
    expect(problem).toBeNull();
    expect(body).toBe(ANSWER);
    // What is printed while a container starts belongs to no request.
    if (executor === functions) expect(log).toMatch(LOG);
    else expect(log).toMatch(/\[INFO\]\t\S+Z\tID\torder 7 accepted\n\[WARNING\]\t\S+Z\tID\tlow stock\n/);
  });

  it('are those of AWS in an event function of the Lambda API', async () => {
    await using platform = await FunctionPlatform.open();
    const configuration = { runtime: 'python', handler: 'app.handler', memoryMiB: 512 } as const;
    await platform.functions.create('py', configuration, packageOf(FILES));
    const pieces: Buffer[] = [];
    const sink = (piece: Buffer) => void pieces.push(piece);
    const { record } = await platform.invoke({ name: 'py', payload: Buffer.from('{}'), sink });
    expect(Buffer.concat(pieces).toString().replaceAll(' ', '')).toBe(ANSWER);
    expect(record.log.replaceAll(record.requestId, 'ID')).toMatch(LOG);
  });

  it('have no JSON for a Decimal that is no number', async () => {
    const content = 'from decimal import Decimal\nhandler = lambda event, context: Decimal("NaN")';
    const files = [{ path: 'app.py', content }];
    const { outcome, problem } = await answered(functions, { ...BUNDLE, files });
    expect([outcome, problem?.message]).toEqual(['invalid-response', expect.stringMatching(/JSON/)]);
  });
});
