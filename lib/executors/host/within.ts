import type { Ms } from '#lib/domain/units.ts';

/** What a promise comes to, or what `late` gives or throws when that takes longer than `patience`. */
export async function within<T, L>(promise: Promise<T>, patience: Ms, late: () => L): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patience);
  });
  try {
    return await Promise.race([promise, over.then(late)]);
  } finally {
    clearTimeout(timer);
  }
}
