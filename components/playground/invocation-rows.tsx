'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveRun } from '#lib/domain/interactive/run.ts';
import { InvocationCell } from './invocation-cell.tsx';

interface InvocationRowsProps {
  run: InteractiveRun;
  sides: readonly Side[];
  /** Rows that are shown, also for invocations that have not come. */
  expected: number;
}

const FIRST = 5;

/** Every invocation with both sides in one row; a long list begins with its first few. */
export function InvocationRows({ run, sides, expected }: InvocationRowsProps) {
  const [all, setAll] = useState(false);
  const shown = all ? expected : Math.min(FIRST, expected);
  return (
    <section aria-labelledby="invocations-title">
      <h3 id="invocations-title" className="text-sm font-semibold">
        Answers and logs
      </h3>
      <div aria-hidden="true" className="mt-2 hidden gap-6 border-b py-1.5 pl-8 text-xs md:flex">
        {sides.map((side) => (
          <SideLabel key={side} side={side} plural className="flex-1" />
        ))}
      </div>
      <ol className="divide-y max-md:mt-2 max-md:border-y">
        {Array.from({ length: shown }, (_, index) => (
          <Row key={`request ${String(index)}`} index={index} run={run} sides={sides} open={expected === 1} />
        ))}
      </ol>
      {expected > FIRST ? (
        <Button variant="outline" size="sm" className="mt-3" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? (
            `Show the first ${FIRST}`
          ) : (
            <>
              Show all <span className="num">{expected}</span>
            </>
          )}
        </Button>
      ) : null}
    </section>
  );
}

interface RowProps {
  index: number;
  run: InteractiveRun;
  sides: readonly Side[];
  open: boolean;
}

const Row = ({ index, run, sides, open }: RowProps) => (
  <li className="flex gap-2 py-3">
    <span className="num w-6 shrink-0 text-right text-xs leading-6 text-muted-foreground">
      <span className="sr-only">Request </span>
      {index + 1}
    </span>
    <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-4 md:flex-row">
      {sides.map((side) => (
        <InvocationCell
          key={side}
          side={side}
          one={run.invocations[side].find((candidate) => candidate.index === index)}
          over={run.ended || run.problems[side] !== null}
          open={open}
        />
      ))}
    </div>
  </li>
);
