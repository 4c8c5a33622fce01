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

/** Below this width a step takes a line of its own and its figures two columns, functions and containers. */
const GRID_ROW = 'max-lg:grid max-lg:grid-cols-2 max-lg:gap-x-6';

const GrowthTable = ({ steps }: { steps: readonly GrowthStep[] }) => (
  <div>
    <p id="growth-caption" className="pb-2 text-xs text-muted-foreground">
      Both sides at each step. Refused: throttled, queue full, or given up.
    </p>
    <table aria-labelledby="growth-caption" className="w-full border-collapse text-sm">
      <thead>
        <tr className={`${GRID_ROW} text-left text-xs max-lg:border-b`}>
          <td className="max-lg:hidden" />
          {SIDES.map((side) => (
            <th key={side} scope="colgroup" colSpan={FIGURES.length} className="py-1 lg:pl-6">
              <SideLabel side={side} plural />
            </th>
          ))}
        </tr>
        <tr className="border-b text-right text-xs text-muted-foreground max-lg:sr-only">
          <th scope="col" className="py-1 pr-2 text-left font-medium">
            Times
          </th>
          {SIDES.map((side) =>
            FIGURES.map(([key, label], index) => (
              <th key={`${side} ${key}`} scope="col" className={`py-1 font-medium ${indent(index)}`}>
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

/** The figures of a side stand nearer to each other than to the other side's. */
const indent = (index: number): string => (index === 0 ? 'lg:pl-6' : 'lg:pl-4');

/** One row of figures; narrow, the step above both columns, each filled from top to bottom. */
const Row = ({ step }: { step: GrowthStep }) => (
  <tr className={`${GRID_ROW} align-top max-lg:grid-flow-col max-lg:grid-rows-[repeat(6,auto)] max-lg:py-2`}>
    <th
      scope="row"
      className="text-left font-normal max-lg:col-span-2 max-lg:flex max-lg:items-baseline max-lg:gap-2 lg:py-1.5 lg:pr-2"
    >
      <span className="num max-lg:font-medium max-lg:after:content-['_×']">{formatCount(step.factor)}</span>
      {step.reduced ? (
        <span className="block min-w-24 text-xs text-muted-foreground">{step.reduced}</span>
      ) : null}
    </th>
    {SIDES.map((side) => {
      const cell = growthCell(step, side);
      return FIGURES.map(([key, label], index) => (
        <td
          key={`${side} ${key}`}
          className={`num text-right whitespace-nowrap max-lg:flex max-lg:items-baseline max-lg:justify-between max-lg:gap-2 lg:py-1.5 ${indent(index)}`}
        >
          <span aria-hidden="true" className="font-sans text-xs text-muted-foreground lg:hidden">
            {label}
          </span>
          {cell[key]}
        </td>
      ));
    })}
  </tr>
);
