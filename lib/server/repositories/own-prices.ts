import { keyOf } from '#lib/domain/cost/sheets/sheet.ts';
import { type OwnPrices, OwnSheet, type PriceChange } from '#lib/domain/prices/own-prices.ts';
import { database } from '../database/database.ts';

const MOST_CHANGES = 5000;
const MOST_SHEETS = 500;

export async function readOwnPrices(): Promise<OwnPrices> {
  const { prisma } = database();
  const [changes, sheets] = await Promise.all([
    prisma.priceChangeRow.findMany({ orderBy: { changedAt: 'asc' }, take: MOST_CHANGES }),
    prisma.priceSheetRow.findMany({ orderBy: { createdAt: 'asc' }, take: MOST_SHEETS }),
  ]);
  return {
    changes: changes.map(({ sheetKey, meter, tier, price, changedAt }) => ({
      key: sheetKey,
      meter,
      tier,
      price,
      day: changedAt.toISOString().slice(0, 10),
    })),
    sheets: sheets.map(({ document }) => OwnSheet.parse(document)),
  };
}

export async function savePriceChange({ key, meter, tier, price }: PriceChange): Promise<void> {
  const where = { sheetKey: key, meter, tier };
  const changed = { price, changedAt: new Date() };
  await database().prisma.priceChangeRow.upsert({
    where: { sheetKey_meter_tier: where },
    create: { ...where, ...changed },
    update: changed,
  });
}

/** False when there was none. */
export async function deletePriceChange({ key, meter, tier }: Omit<PriceChange, 'price'>): Promise<boolean> {
  const { count } = await database().prisma.priceChangeRow.deleteMany({
    where: { sheetKey: key, meter, tier },
  });
  return count > 0;
}

/** Added, or put in the place of an own sheet of the same platform and region. */
export async function saveOwnSheet(own: OwnSheet): Promise<void> {
  const key = keyOf(own.sheet);
  await database().prisma.priceSheetRow.upsert({
    where: { key },
    create: { key, document: own },
    update: { document: own },
  });
}

/** The sheet and what was changed in it. False when there was none. */
export async function deleteOwnSheet(key: string): Promise<boolean> {
  const { prisma } = database();
  const [{ count }] = await prisma.$transaction([
    prisma.priceSheetRow.deleteMany({ where: { key } }),
    prisma.priceChangeRow.deleteMany({ where: { sheetKey: key } }),
  ]);
  return count > 0;
}
