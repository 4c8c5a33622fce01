/** The data of a chart as text, so that a reader needs neither eyes nor a pointer for it. */
export interface ChartTable {
  caption: string;
  columns: readonly string[];
  /** One cell per column, units written out. */
  rows: readonly (readonly string[])[];
}
