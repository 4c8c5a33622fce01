import { monthNote, monthRows } from '#lib/domain/report/month-words.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { Facts } from './facts.tsx';

/** The described month of the function side; dashed, as everything that is not measured. */
export const MonthTable = ({ month }: Pick<Report, 'month'>) =>
  month === null ? null : (
    <div className="w-full max-w-2xl rounded-lg border border-dashed p-5">
      <Facts
        title="Functions in the described month, simulated"
        facts={monthRows(month).map((row) => ({ ...row, num: true }))}
      />
      <p className="mt-2 text-xs leading-5 text-muted-foreground">{monthNote(month)}</p>
    </div>
  );
