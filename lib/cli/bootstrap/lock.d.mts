/** Does the work while no other process of this machine does the same to what `of` names; says `waiting` when it waits. */
export function alone<T>(work: () => Promise<T>, on?: { of: string; waiting: string }): Promise<T>;
