// Delivers asynchronous events in a process of its own, for tests that kill it while it does: sends one event to the
// function named first, with the payload given second, and prints its request id once the function is at work on it.
import { FunctionPlatform } from '#lib/executors/function/service/platform.ts';
import { eventually } from '#lib/executors/function/testing/support.ts';
import { database } from '../database/database.ts';
import { openFunctionEvents } from '../queue/function-events.ts';
import { messageQueues } from '../queue/message-queues.ts';
import { openQueue } from '../queue/queue.ts';
import { functionStore } from '../repositories/functions.ts';

const [name = '', payload = ''] = process.argv.slice(2);
const platform = await FunctionPlatform.open({ store: functionStore() });
const boss = await openQueue(database().url, 'worker');
platform.asynchronous = await openFunctionEvents({ boss, platform, deadLetters: messageQueues(boss) });
const requestId = await platform.invokeLater({ name, payload: Buffer.from(payload) });
const atWork = () => platform.instances(name).some(({ state, init }) => state === 'busy' && init !== null);
await eventually(atWork, 'the function is at work');
process.stdout.write(`${requestId}\n`);
