import { z } from 'zod';
import { from2to3 } from './2-to-3.ts';

const Document = z.record(z.string(), z.unknown());

/** The wishes of a form or a caller for a plan, also by the names that plans had up to version 2; not checked otherwise. */
export function namesOfToday(plan: unknown): unknown {
  const document = Document.safeParse(plan);
  if (!document.success) return plan;
  const { candidates: _, ...wishes } = from2to3(document.data);
  return wishes;
}
