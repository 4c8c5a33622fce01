import { z } from 'zod';

/**
 * A price sheet: the figures of one platform in one region and currency. Data that can be stored,
 * edited and added to; every figure names its source. Prices are decimal text, so that no figure
 * passes through binary floating point on its way to the bill.
 */

export const PLATFORM_KINDS = ['function', 'container', 'part'] as const;
/** `part`: what stands beside a workload, such as a load balancer. */
export type PlatformKind = (typeof PLATFORM_KINDS)[number];

const decimal = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,12})?$/, 'A price is a decimal number of at least 0 with at most 12 places.');

/** A graduated price: it holds for the part of the quantity up to `upTo` (null: without end). */
export const SheetTier = z.object({
  upTo: z.number().positive('A tier ends above 0.').nullable(),
  price: decimal,
});
export type SheetTier = z.infer<typeof SheetTier>;

export const SheetMeter = z.object({
  label: z.string().min(1).max(120).describe('What the bill calls it.'),
  unit: z.string().min(1).max(60).describe('What is counted, e.g. "GB-seconds".'),
  per: z.number().positive().default(1).describe('The price is for this many units, e.g. 1000000.'),
  tiers: z.array(SheetTier).min(1).max(20),
  free: z.number().min(0).default(0).describe('Units a month that cost nothing when the free tier counts.'),
  included: z
    .number()
    .min(0)
    .default(0)
    .describe('Units a month that the subscription covers, whatever the switch.'),
  source: z.string().min(1).max(80).describe('Key into the sources.'),
  note: z.string().max(400).optional(),
});
export type SheetMeter = z.infer<typeof SheetMeter>;

export const SheetStatus = z.object({
  state: z.enum(['open', 'closed', 'ended', 'renamed']),
  words: z.string().max(400),
  source: z.string(),
});
/** `closed`: to new customers; `ended`: for everyone. */
export type SheetStatus = z.infer<typeof SheetStatus>;

export const PriceSheet = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]{1,60}$/, 'A platform id is of small letters, digits and _.'),
  name: z.string().min(1).max(80),
  vendor: z.string().min(1).max(60),
  kind: z.enum(PLATFORM_KINDS),
  region: z.string().min(1).max(60),
  currency: z.enum(['USD', 'EUR']),
  meters: z.record(z.string().max(60), SheetMeter),
  /** Parts of a real bill without a sourced figure. */
  unsourced: z.array(z.string().max(300)),
  status: SheetStatus.nullable().default(null),
  notes: z.array(z.string().max(500)).default([]),
});
export type PriceSheet = z.infer<typeof PriceSheet>;
/** A sheet as it is written down, before defaults are filled in. */
export type PriceSheetInput = z.input<typeof PriceSheet>;

/** Where a figure comes from and when it was true. */
export interface SheetSource {
  title: string;
  /** As the source states it. */
  asOf: string;
  /** The last day for which the source speaks (ISO), for the age warning; null when it is undated. */
  date: string | null;
}

export const keyOf = (sheet: Pick<PriceSheet, 'id' | 'region'>): string => `${sheet.id}@${sheet.region}`;
