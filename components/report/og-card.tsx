import { formatMs, formatUsd, NO_VALUE } from '#lib/domain/charts/format.ts';
import type { Side } from '#lib/domain/execution/executor.ts';
import { bySide } from '#lib/domain/report/by-side.ts';
import type { Report } from '#lib/domain/report/report.ts';
import { summaryOf } from '#lib/domain/report/report-summary.ts';
import { SIDE_NAMES } from '#lib/domain/report/words.ts';

/** The image renderer knows neither classes nor CSS variables: the light theme's values stand here. */
const INK = '#1a1b1e';
const GREY = '#5b5d63';
const PAPER = '#fafaf8';
const COLOUR: Record<Side, { text: string; mark: string }> = {
  function: { text: '#9a5b00', mark: '#cc7c00' },
  container: { text: '#00619a', mark: '#0072b2' },
};

/** The answer and the two numbers behind it, at 1200 by 630. */
export const OgCard = ({ report }: { report: Report }) => (
  <div
    style={{
      display: 'flex',
      flexDirection: 'column',
      justifyContent: 'space-between',
      width: '100%',
      height: '100%',
      padding: 64,
      background: PAPER,
      color: INK,
    }}
  >
    <div style={{ display: 'flex', fontSize: 28, color: GREY }}>{`Crossover · ${report.workload.name}`}</div>
    <div
      style={{
        display: 'flex',
        fontSize: report.verdict.sentence.length > 130 ? 42 : 52,
        lineHeight: 1.2,
        letterSpacing: -1,
      }}
    >
      {report.verdict.sentence}
    </div>
    {report.verdict.wouldBe ? (
      <div style={{ display: 'flex', fontSize: 24, lineHeight: 1.3, color: GREY }}>
        {`Taken as they are, the figures would say: ${report.verdict.wouldBe.sentence}`}
      </div>
    ) : null}
    <div style={{ display: 'flex', gap: 160 }}>
      <SideNumbers side="function" report={report} />
      <SideNumbers side="container" report={report} />
    </div>
  </div>
);

function SideNumbers({ side, report }: { side: Side; report: Report }) {
  const { p95, usdPerMonth } = bySide(summaryOf(report))[side];
  const { text, mark } = COLOUR[side];
  return (
    <div style={{ display: 'flex', flexDirection: 'column' }}>
      <div style={{ display: 'flex', alignItems: 'center', gap: 14, fontSize: 28, color: text }}>
        <div
          style={{ width: 22, height: 22, background: mark, borderRadius: side === 'function' ? 11 : 0 }}
        />
        {SIDE_NAMES[side]}
      </div>
      <div style={{ display: 'flex', fontSize: 40, marginTop: 8 }}>
        {`p95 ${p95 === null ? NO_VALUE : formatMs(p95)}`}
      </div>
      <div style={{ display: 'flex', fontSize: 40 }}>{`${formatUsd(usdPerMonth)} a month`}</div>
      <div style={{ display: 'flex', fontSize: 24, color: GREY, minHeight: 30 }}>{within(report, side)}</div>
    </div>
  );
}

/** The range of the bill in another run; nothing where it would be the same. */
function within(report: Report, side: Side): string {
  const [low, high] = bySide(report)[side].bill.interval.map((usd) => formatUsd(usd));
  return low === high ? '' : `between ${low} and ${high}`;
}
