import { ChartFrame } from '#components/charts/chart-frame.tsx';
import { SideLegend } from '#components/charts/legend.tsx';
import { LineChart } from '#components/charts/line-chart.tsx';
import type { LineChartModel } from '#lib/domain/charts/line-chart.ts';

interface PictureProps {
  title: string;
  model: LineChartModel;
  note: string;
}

/** A simulated chart of both sides in its frame, its data as a table behind a button. */
export const Picture = ({ title, model, note }: PictureProps) => (
  <ChartFrame title={title} summary={model.summary} table={model.table} legend={<SideLegend />} note={note}>
    <LineChart model={model} title={title} />
  </ChartFrame>
);
