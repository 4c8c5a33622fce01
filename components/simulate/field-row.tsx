import type { ReactNode } from 'react';

/** Controls of one row stay on one line, however many lines their names take. */
export const PAIRED = 'row-span-4 grid-rows-subgrid gap-y-1.5 pb-4';

/** Two fields beside each other. */
export const FieldRow = ({ children }: { children: ReactNode }) => (
  <div className="-mb-4 grid grid-cols-2 gap-x-4">{children}</div>
);
