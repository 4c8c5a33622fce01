import { describe, expect, it } from 'vitest';
import { handlerName, heapFlags, socketVariable, type Task, taskEnvironment } from './task-environment.ts';

const task: Task = {
  ...{ name: 'orders', version: '$LATEST', memory: 512, handler: 'dir/index.handler' },
  ...{ execution: 'AWS_Lambda_nodejs22.x', id: 'e1' },
};

describe('the environment of a handler', () => {
  it('is a production one in UTC, with the names a platform gives', () => {
    const { AWS_LAMBDA_LOG_STREAM_NAME: stream, ...rest } = taskEnvironment(task, {});
    expect(stream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\]e1$/);
    expect(rest).toEqual({
      ...{ HOME: '/tmp', LANG: 'C.UTF-8', NODE_ENV: 'production', TZ: 'UTC' },
      ...{ PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin', PWD: '/var/task' },
      ...{ _HANDLER: 'dir/index.handler', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' },
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      ...{ AWS_LAMBDA_FUNCTION_NAME: 'orders', AWS_LAMBDA_FUNCTION_VERSION: '$LATEST' },
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/orders',
      ...{ LAMBDA_TASK_ROOT: '/var/task', LAMBDA_RUNTIME_DIR: '/var/runtime' },
    });
  });

  it('lets the user change the defaults, also to nothing, and not what the platform says', () => {
    const own = { TZ: 'Asia/Kolkata', NODE_ENV: '', MINE: '', AWS_REGION: 'eu-west-1', PATH: '/mine' };
    expect(taskEnvironment({ ...task, execution: null, provisioned: true }, own)).toMatchObject({
      ...{ TZ: 'Asia/Kolkata', NODE_ENV: '', MINE: '', AWS_REGION: 'us-east-1' },
      ...{ PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin' },
      AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
    });
  });

  it.each([
    ['index.js', 'index.handler'],
    ['a.b/app.v2.mts', 'a.b/app.v2.handler'],
    ['pkg/app.py', 'pkg/app.handler'],
  ])('calls the handler of %s %s', (entry, name) =>
    expect(handlerName({ entry, handler: 'handler' })).toBe(name),
  );

  it.each([
    ['store', 'STORE_SOCKET'],
    ['slow-api', 'SLOW_API_SOCKET'],
  ])('names the socket of %s in %s', (name, variable) => expect(socketVariable(name)).toBe(variable));
});

it.each([
  [10, 5, 1],
  [128, 64, 6],
  [256, 192, 12],
  [257, 192, 12],
  [512, 384, 25],
  [659, 494, 32],
  [1769, 1326, 32],
])('of %i MiB V8 may fill %i, and %i with half of what is young', (memory, old, semi) =>
  expect(heapFlags(memory)).toEqual([`--max-old-space-size=${old}`, `--max-semi-space-size=${semi}`]),
);
