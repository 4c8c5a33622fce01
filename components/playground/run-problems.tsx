import { ProblemAlert } from '#components/ui/problem-alert.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import type { Side } from '#lib/domain/execution/executor.ts';
import type { InteractiveRun } from '#lib/domain/interactive/run.ts';

/** Why a side, or all of it, could not go on; and that the other side is not touched by it. */
export function RunProblems({ run, sides }: { run: InteractiveRun; sides: readonly Side[] }) {
  const { problems, invocations } = run;
  const failed = sides.filter((side) => problems[side]);
  return (
    <>
      {problems.run ? (
        <ProblemAlert
          problem={problems.run}
          stillTrue={
            sides.some((side) => invocations[side].length > 0) ? 'What came before it is shown.' : null
          }
        />
      ) : null}
      {failed.map((side) => (
        <div key={side} className="grid gap-1.5">
          <SideLabel side={side} className="text-sm" />
          {problems[side] ? (
            <ProblemAlert
              problem={problems[side]}
              stillTrue={
                sides.length > 1 && failed.length === 1
                  ? 'The other side is not touched by this; its results are complete.'
                  : null
              }
            />
          ) : null}
        </div>
      ))}
    </>
  );
}
