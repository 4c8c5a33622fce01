import { CrossoverError } from '#lib/domain/errors.ts';
import { firstUser, SLOTS_PER_PROCESS, sandboxGroup } from '../../host/sandbox-group.ts';

/** Who runs a sandbox on this machine. */
export interface Identity {
  uid: number;
  gid: number;
  /** True when the launcher is root and must become this user first. */
  drop: boolean;
}

/** The last number of a process is that of its group. */
const MOST = SLOTS_PER_PROCESS - 1;

const taken = new Set<number>();

/** The lowest free slot of this process. @throws CrossoverError `too-many-environments` */
export function takeSlot(): number {
  for (let slot = 0; slot < MOST; slot += 1) {
    if (taken.has(slot)) continue;
    taken.add(slot);
    return slot;
  }
  throw new CrossoverError({
    code: 'too-many-environments',
    owner: 'yours',
    message: `${MOST} environments are running already.`,
    remedy: 'Lower the concurrency, or wait until other runs have ended.',
  });
}

/** As takeSlot; `undo` is called when none is free. */
export function slotOr(undo: () => void): number {
  try {
    return takeSlot();
  } catch (error) {
    undo();
    throw error;
  }
}

export const freeSlot = (slot: number): void => void taken.delete(slot);

/**
 * Bubblewrap started as root keeps host root's rights over /proc/sys even with every capability dropped;
 * so as root each slot is a user of its own, in the group of all, otherwise it is the current user.
 */
export function identityOf(slot: number): Identity {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  const own = uid === 0 ? firstUser() + slot : uid;
  if (own <= 0) {
    throw new CrossoverError({
      code: 'sandbox-needs-unprivileged-user',
      owner: 'ours',
      message: 'A sandbox was about to start as root or without a user, and was refused.',
      remedy: 'Please report this.',
    });
  }
  return { uid: own, gid: sandboxGroup() ?? gid, drop: uid === 0 };
}
