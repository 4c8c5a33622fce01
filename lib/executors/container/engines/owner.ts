import { readFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from '../../host/process-identity.ts';

/** Names the process that made something, so that a later one knows whether it may remove it. */
export type OwnerKey = string;

export const ownerKey: OwnerKey = keyOf(identify(process.pid));

function keyOf({ pid, startTicks }: ProcessIdentity): OwnerKey {
  return `${pid}-${startTicks ?? 'x'}`;
}

/** What a label, a directory or a cgroup says about its owner; null when it is not one of ours. */
export function parseOwner(text: string): ProcessIdentity | null {
  const [, pid, ticks] = /^(\d+)-(\d+|x)/.exec(text) ?? [];
  if (pid === undefined || ticks === undefined) return null;
  return { pid: Number(pid), startTicks: ticks === 'x' ? null : ticks };
}

/** A process that was killed but not yet reaped still has its pid; it owns nothing any more. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

export const ownerIsDead = (text: string): boolean => {
  const owner = parseOwner(text);
  return owner !== null && (!isAlive(owner) || isZombie(owner.pid));
};
