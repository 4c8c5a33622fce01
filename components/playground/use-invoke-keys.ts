'use client';

import { useEffect, useEffectEvent } from 'react';

/** Ctrl+Enter (or Cmd) invokes once, with Shift N at once; also from inside the editor, which has its own use for it. */
export function useInvokeKeys(onInvoke: (once: boolean) => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    onInvoke(!event.shiftKey);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    addEventListener('keydown', listen, { capture: true });
    return () => removeEventListener('keydown', listen, { capture: true });
  }, []);
}
