'use client';

import { type PointerEvent, useMemo, useState } from 'react';
import { along, type LineChartModel, nearestIndex } from '#lib/domain/charts/line-chart.ts';
import { LineChartAxes } from './line-chart-axes.tsx';
import { type Box, boxOf } from './line-chart-box.ts';
import { LineChartLines } from './line-chart-lines.tsx';
import { LineChartMarks } from './line-chart-marks.tsx';
import { LineChartTip } from './line-chart-tip.tsx';
import { useWidth } from './use-width.ts';

interface LineChartProps {
  model: LineChartModel;
  title: string;
  /** Given: the line of the reader's own traffic can be moved, by pointer and by keyboard. */
  onOwn?: (x: number) => void;
}

/**
 * Many lines with their names at their ends. Drawn here and not by Recharts: a slider moves twenty
 * lines in one frame only when nothing but twenty paths changes.
 */
export function LineChart({ model, title, onOwn }: LineChartProps) {
  const [ref, width] = useWidth<HTMLDivElement>(720);
  const [at, setAt] = useState<number | null>(null);
  const box = useMemo(() => boxOf(model, width), [model, width]);
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const share = (left - box.left) / box.width;
    setAt(share < -0.02 || share > 1.02 ? null : nearestIndex(model, share));
  };
  return (
    <div ref={ref} className="relative" onPointerMove={follow} onPointerLeave={() => setAt(null)}>
      <svg width={width} height={box.total} role="img" aria-label={title} className="block overflow-visible">
        <g transform={`translate(${box.left} ${box.top})`}>
          <LineChartAxes model={model} box={box} />
          <LineChartLines model={model} box={box} />
          <LineChartMarks model={model} box={box} />
          {at === null ? null : <Cursor model={model} box={box} index={at} />}
        </g>
      </svg>
      {onOwn && model.own ? <OwnHandle model={model} box={box} onOwn={onOwn} /> : null}
      {at === null ? null : <LineChartTip model={model} box={box} index={at} width={width} />}
    </div>
  );
}

function Cursor({ model, box, index }: { model: LineChartModel; box: Box; index: number }) {
  const x = along(model.x, model.grid[index] ?? 0) * box.width;
  return (
    <g>
      <path d={`M${x} 0V${box.height}`} stroke="var(--chart-axis)" />
      {model.lines.map(({ id, side, values }) => {
        const value = values[index];
        return value === null || value === undefined ? null : (
          <circle
            key={id}
            cx={x}
            cy={(1 - along(model.y, value)) * box.height}
            r={3}
            fill={`var(--${side}-mark)`}
          />
        );
      })}
    </g>
  );
}

/** The reader's own traffic as a slider over the picture: dragged, or moved by the arrow keys. */
function OwnHandle({ model, box, onOwn }: { model: LineChartModel; box: Box; onOwn: (x: number) => void }) {
  const own = model.own;
  if (!own) return null;
  const [low, high] = model.x.domain;
  const move = (share: number) => {
    const value = low * (high / low) ** Math.min(1, Math.max(0, share));
    onOwn(Math.round(Number(value.toPrecision(2))));
  };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame) move((event.clientX - frame.left - box.left) / box.width);
  };
  const share = along(model.x, own.x);
  const keys: Record<string, number> = {
    ArrowLeft: -0.01,
    ArrowDown: -0.01,
    ArrowRight: 0.01,
    ArrowUp: 0.01,
    PageDown: -0.1,
    PageUp: 0.1,
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Your traffic on the chart"
      aria-valuemin={low}
      aria-valuemax={high}
      aria-valuenow={own.x}
      aria-valuetext={own.label}
      title="Drag to change your traffic"
      className="absolute h-5 w-5 -translate-x-1/2 cursor-ew-resize touch-none rounded-full border-2 border-primary bg-card"
      style={{ left: box.left + share * box.width, top: box.top + box.height - 10 }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const by = keys[event.key];
        if (by === undefined) return;
        event.preventDefault();
        move(share + by);
      }}
    />
  );
}
