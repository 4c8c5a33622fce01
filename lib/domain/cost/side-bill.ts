import type { Side } from '../execution/executor.ts';
import type { Bill, BillLine } from './assessment.ts';
import type { PlatformBill, PlatformChoice, PlatformLine } from './bill.ts';
import { billOf } from './bill-of.ts';
import type { BillOptions, Part } from './options.ts';
import type { Usage } from './usage.ts';

/** The platforms whose bills stand for the two sides of a report and of a simulation. */
export const SIDE_PLATFORMS: Readonly<Record<Side, PlatformChoice & { name: string }>> = {
  function: { platform: 'aws_lambda', region: 'us-east-1', name: 'AWS Lambda with an HTTP API' },
  container: { platform: 'aws_fargate', region: 'us-east-1', name: 'AWS Fargate with a load balancer' },
};

/** What the lines of a part rest on, beyond what the bill itself says. */
export type PartNotes = Readonly<Partial<Record<Part, string>>>;

/** One side's month as `billOf` prices it; the lines that are on. @throws CrossoverError as `billOf` does. */
export function sideBill(
  side: Side,
  usage: Usage,
  options: Partial<BillOptions>,
  notes: (bill: PlatformBill) => PartNotes,
): { bill: Bill; priced: PlatformBill } {
  const { platform, region, name } = SIDE_PLATFORMS[side];
  const priced = billOf(platform, region, usage, options);
  const texts = notes(priced);
  const bill: Bill = {
    platform: name,
    region: priced.region,
    lines: priced.lines.filter(({ on }) => on).map((line) => lineOf(line, texts[line.part])),
    totalUsd: priced.totalUsd,
    interval: priced.interval,
    assumedRange: priced.assumedRange,
  };
  return { bill, priced };
}

function lineOf(line: PlatformLine, note: string | undefined): BillLine {
  const { meter, quantity, unit, unitPrice, priceUnit, usd, source, fixed } = line;
  const assumption = line.assumption ?? note;
  return {
    ...{ meter, quantity, unit, unitPrice, priceUnit, usd, source, fixed },
    ...(assumption === undefined ? {} : { assumption }),
  };
}
