import { CrossoverError, toProblem } from '#lib/domain/errors.ts';
import type { ReplicaSet, Version } from './set.ts';

function failed(cause: unknown): CrossoverError {
  const { owner, message, remedy, detail } = toProblem(cause);
  return new CrossoverError(
    {
      code: 'rollout-failed',
      owner,
      message: `The new version did not get ready, so the old one serves on: ${message}`,
      remedy,
      detail,
    },
    { cause },
  );
}

/**
 * A rolling update with one replica more than asked for: each new one must be ready before an old one takes
 * its leave, so capacity never falls (Kubernetes: maxSurge 1, maxUnavailable 0).
 * @throws CrossoverError `rollout-failed` after the new replicas were taken away again
 */
export async function rollOut(set: ReplicaSet, old: Version, next: Version): Promise<{ replaced: number }> {
  const before = set.placesOf(old);
  const leaving: Promise<void>[] = [];
  try {
    // At zero replicas one is started all the same: a version that cannot start must not be found out later.
    for (const place of before.length > 0 ? before : [null]) {
      await set.add(next).first;
      if (place !== null) leaving.push(set.retire(place));
    }
  } catch (error) {
    // Those of the old version that had gone come back before the new ones go.
    const missing = before.length - set.placesOf(old).length;
    await Promise.allSettled(Array.from({ length: missing }, () => set.add(old).first));
    await Promise.all([...set.placesOf(next).map((place) => set.retire(place)), ...leaving]);
    throw failed(error);
  }
  await Promise.all(leaving);
  return { replaced: before.length };
}
