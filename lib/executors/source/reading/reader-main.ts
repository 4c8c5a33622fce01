// Reads users' code in a process of its own, one question after another, until nobody asks any more.
import { toProblem } from '#lib/domain/errors.ts';
import type { Inputs, Task, Told } from './messages.ts';
import { TASKS } from './tasks.ts';

type Question = { [T in Task]: { task: T; input: Inputs[T] } }[Task];

const tell = (message: Told) => process.send?.(message);
const outputOf = <T extends Task>(task: T, input: Inputs[T]) => TASKS[task](input);

process.on('disconnect', () => process.exit());
process.on('message', async ({ task, input }: Question) => {
  try {
    tell({ kind: 'output', output: await outputOf(task, input) });
  } catch (error) {
    tell({ kind: 'failed', problem: toProblem(error) });
  }
});
tell({ kind: 'ready' });
