import type { PriceSheet } from '#lib/domain/cost/sheets/sheet.ts';
import { OwnSheet, type OwnSheetInput } from '#lib/domain/prices/own-prices.ts';

/** A sheet for another region as the form asks for it: everything else is as in the sheet it starts from. */
export interface SheetForm {
  region: string;
  title: string;
  /** ISO day. */
  date: string;
}

export type SheetFormErrors = Partial<Record<keyof SheetForm, string>>;

/** The sheet to send, or what is wrong beside each field. `taken`: regions that this platform has already. */
export function toOwnSheet(
  from: PriceSheet,
  form: SheetForm,
  taken: readonly string[],
): { own: OwnSheetInput; errors: null } | { own: null; errors: SheetFormErrors } {
  const region = form.region.trim();
  const own = { sheet: { ...from, region }, source: { title: form.title, date: form.date } };
  const errors: SheetFormErrors = {};
  if (region === '') errors.region = 'Name the region.';
  if (taken.includes(region)) errors.region = `There is a sheet for ${region} already: change its prices.`;
  for (const { path, message } of OwnSheet.safeParse(own).error?.issues ?? []) {
    const field = path.at(-1);
    if (field === 'region' || field === 'title' || field === 'date') errors[field] ??= message;
  }
  return Object.keys(errors).length === 0 ? { own, errors: null } : { own: null, errors };
}
