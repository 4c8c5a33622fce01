import type { PriceBook } from './sheets/book.ts';
import type { SheetMeter } from './sheets/sheet.ts';

/** The meter of a size in the sheet of the platform that sells it. */
export function sizeMeter(book: PriceBook, platform: string, type: string): SheetMeter | undefined {
  const sheet = Object.values(book.sheets).find((one) => one.id === platform);
  const key = Object.keys(sheet?.meters ?? {}).find((one) => one.toLowerCase() === type.toLowerCase());
  return key === undefined ? undefined : sheet?.meters[key];
}

/** Dollars an hour of an EC2 type, on demand; undefined when it has no sourced price. */
export function ec2Price(book: PriceBook, type: string): number | undefined {
  const price = sizeMeter(book, 'aws_ec2_on_demand_linux', type)?.tiers[0]?.price;
  return price === undefined ? undefined : Number(price);
}
