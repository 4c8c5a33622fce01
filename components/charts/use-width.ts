'use client';

import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width of an element as it is laid out, followed when it changes. Until it is known, `guess`. */
export function useWidth<T extends HTMLElement>(guess: number): [RefObject<T | null>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(guess);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(1, Math.round(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}
