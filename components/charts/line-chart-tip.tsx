import { cn } from '#components/ui/cn.ts';
import { SideShape } from '#components/ui/side-badge.tsx';
import { along, type LineChartModel } from '#lib/domain/charts/line-chart.ts';
import type { Box } from './line-chart-box.ts';
import { Tip, TipRow } from './tip.tsx';

interface TipProps {
  model: LineChartModel;
  box: Box;
  index: number;
  width: number;
}

/** All lines at the pointer, dearest on top as on the picture. Beside the cursor, never under it. */
export function LineChartTip({ model, box, index, width }: TipProps) {
  const at = model.grid[index] ?? 0;
  const x = box.left + along(model.x, at) * box.width;
  const rows = model.lines
    .map(({ id, letter, name, side, values, texts }) => ({
      id,
      letter,
      name,
      side,
      value: values[index] ?? null,
      text: texts[index] ?? '',
    }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const place = x > width / 2 ? { right: width - x + 14 } : { left: x + 14 };
  return (
    <div className="pointer-events-none absolute z-10 whitespace-nowrap" style={{ ...place, top: box.top }}>
      <Tip title={model.titles[index] ?? ''}>
        {rows.map(({ id, letter, name, side, text }) => (
          <TipRow
            key={id}
            label={
              <span className="flex items-center gap-1.5">
                <SideShape side={side} />
                <span className={cn('truncate', box.narrow && 'max-w-20')}>
                  {letter} {name}
                </span>
              </span>
            }
            value={text}
          />
        ))}
      </Tip>
    </div>
  );
}
