import { SectionHeading } from '#components/cost/section-heading.tsx';
import { SideLabel } from '#components/ui/side-badge.tsx';
import { formatCount } from '#lib/domain/charts/format.ts';
import {
  type GrowthCell,
  type GrowthStep,
  growthCell,
  prepareGrowth,
} from '#lib/domain/charts/simulation-growth.ts';
import { SIDES } from '#lib/domain/execution/executor.ts';
import { Picture } from './picture.tsx';

/** The same traffic up to a thousand times: where limits, queues and bills turn. */
export function GrowthSection({ steps }: { steps: readonly GrowthStep[] }) {
  const model = prepareGrowth(steps);
  return (
    <section aria-labelledby="growth">
      <SectionHeading
        id="growth"
        title="Up to a thousand times the traffic"
        lead="The same times and limits with more of the same requests. Where a step would take long, a part of it is simulated, and it says so."
      />
      <div className="flex flex-col gap-8">
        <GrowthTable steps={steps} />
        {model ? (
          <Picture
            title="Cost of a month against traffic, simulated"
            model={model}
            note="Both axes are logarithmic. At a steady rate the steps begin settled: as many replicas as the autoscaler keeps, as many instances as the keep-alive leaves warm."
          />
        ) : null}
      </div>
    </section>
  );
}

const FIGURES: readonly (readonly [key: keyof GrowthCell, label: string])[] = [
  ['cold', 'Cold'],
  ['p99', '99% within'],
  ['refused', 'Refused'],
  ['instances', 'Instances'],
  ['usd', 'A month'],
];

const GrowthTable = ({ steps }: { steps: readonly GrowthStep[] }) => (
  <div className="overflow-x-auto">
    <table className="w-full border-collapse text-sm">
      <caption className="pb-2 text-left text-xs text-muted-foreground">
        Both sides at each step. Refused: throttled, queue full, or given up.
      </caption>
      <thead>
        <tr className="text-left text-xs">
          <td />
          {SIDES.map((side) => (
            <th key={side} scope="colgroup" colSpan={FIGURES.length} className="py-1 pl-6">
              <SideLabel side={side} plural />
            </th>
          ))}
        </tr>
        <tr className="border-b text-right text-xs text-muted-foreground">
          <th scope="col" className="py-1 pr-2 text-left font-medium">
            Times
          </th>
          {SIDES.map((side) =>
            FIGURES.map(([key, label], index) => (
              <th
                key={`${side} ${key}`}
                scope="col"
                className={`py-1 font-medium ${index === 0 ? 'pl-6' : 'pl-4'}`}
              >
                {label}
              </th>
            )),
          )}
        </tr>
      </thead>
      <tbody className="divide-y">
        {steps.map((step) => (
          <Row key={step.factor} step={step} />
        ))}
      </tbody>
    </table>
  </div>
);

const Row = ({ step }: { step: GrowthStep }) => (
  <tr className="align-top">
    <th scope="row" className="py-1.5 pr-2 text-left font-normal">
      <span className="num">{formatCount(step.factor)}</span>
      {step.reduced ? (
        <span className="block min-w-24 text-xs text-muted-foreground">{step.reduced}</span>
      ) : null}
    </th>
    {SIDES.map((side) => {
      const cell = growthCell(step, side);
      return FIGURES.map(([key], index) => (
        <td
          key={`${side} ${key}`}
          className={`num py-1.5 text-right whitespace-nowrap ${index === 0 ? 'pl-6' : 'pl-4'}`}
        >
          {cell[key]}
        </td>
      ));
    })}
  </tr>
);
