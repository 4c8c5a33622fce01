import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { TooltipProvider } from '#components/ui/tooltip.tsx';
import type { LessonResult } from '#lib/domain/interactive/interactive.ts';
import type { LessonView } from '#lib/domain/live/api.ts';
import { Outcome } from './outcome.tsx';

const html = (node: ReactNode): string => renderToStaticMarkup(<TooltipProvider>{node}</TooltipProvider>);

const lesson: LessonView = {
  ...{ slug: 'l', order: 1, title: 'L', claim: 'C.', text: [], limits: [], code: [], seconds: 1 },
  prediction: {
    question: 'Q?',
    options: [
      { id: 'a', label: 'Answer A' },
      { id: 'b', label: 'Answer B' },
    ],
  },
};
const result: LessonResult = {
  ...{ lesson: 'l', answer: 'a', summary: 'What happened.', claimHolds: true },
  figures: [
    { label: 'First', value: 240, unit: 'ms', side: 'function' },
    { label: 'First', value: 4, unit: 'ms', side: 'container' },
    { label: 'Requests', value: 7, unit: 'requests', side: null },
  ],
};
const page = (prediction: string | null, more: Partial<LessonResult> = {}) =>
  html(<Outcome lesson={lesson} result={{ ...result, ...more }} prediction={prediction} />);

describe('Outcome', () => {
  it('puts the prediction beside what happened, in words', () => {
    expect(page('a')).toContain('as predicted');
    const other = page('b');
    for (const text of ['Answer B', 'Answer A', 'otherwise', 'What happened.']) {
      expect(other.includes(text), text).toBe(true);
    }
  });

  it('colours neither a right nor a wrong prediction', () => {
    for (const prediction of ['a', 'b']) expect(page(prediction)).not.toMatch(/destructive|green|red-/);
  });

  it('states whether the claim held, and no comparison when no prediction is known', () => {
    expect(page('a')).toContain('The claim held in this run.');
    expect(page('a', { claimHolds: false })).toContain('The claim did not hold in this run.');
    const unknown = page(null);
    expect(unknown).toContain('does not remember a prediction');
    expect(unknown).not.toContain('otherwise');
  });

  it('shows the figures with units, the difference written out', () => {
    for (const text of ['240 ms', '4 ms', 'Functions 60 times as much', '7 requests']) {
      expect(page('a').includes(text), text).toBe(true);
    }
  });
});
