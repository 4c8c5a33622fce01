import type { ReactElement } from 'react';
import { ResponsiveContainer } from 'recharts';
import { cn } from '#components/ui/cn.ts';

interface PlotProps {
  /** Tailwind height: fixed, so that nothing moves when the picture arrives. */
  height: string;
  children: ReactElement;
}

// A chart is laid out for the screen's width and does not hear of the paper's: on paper its frame
// takes the room there is and the picture shrinks into it.
const ON_PAPER =
  'print:[&_.recharts-responsive-container>div]:size-full! print:[&_.recharts-wrapper]:max-w-full';

/** The room of a chart. */
export const Plot = ({ height, children }: PlotProps) => (
  <div className={cn(height, ON_PAPER)}>
    <ResponsiveContainer width="100%" height="100%">
      {children}
    </ResponsiveContainer>
  </div>
);
