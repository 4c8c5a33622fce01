import { inTransaction, type Transaction } from '../database/transaction.ts';
import { publishIn, topics } from '../live/publish.ts';
import { type Move, moveExperiment } from '../repositories/experiments.ts';

/** Moves an experiment and tells whoever watches it, both or neither. False when the move was not legal. */
export const moveAndTell = (id: string, move: Move): Promise<boolean> =>
  inTransaction((transaction) => moveAndTellIn(transaction, id, move));

/** The same within a transaction that writes more. */
export async function moveAndTellIn(transaction: Transaction, id: string, move: Move): Promise<boolean> {
  const moved = await moveExperiment(id, move, transaction);
  if (moved) {
    const problem = move.problem ? { problem: move.problem } : {};
    await publishIn(transaction, topics.experiment(id), { kind: 'state', state: move.to, ...problem });
  }
  return moved;
}
