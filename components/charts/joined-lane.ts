import type { Lanes } from '#lib/domain/charts/lanes.ts';
import { AXIS, MARGIN } from './axes.ts';

/** One of several charts above each other, over the same seconds. */
export interface JoinedLane {
  lanes: Lanes;
  /** Charts with one id share their pointer. */
  syncId: string;
  name: string;
}

/** What makes a chart one of them. */
export const joined = ({ lanes, syncId, name }: JoinedLane) =>
  ({ margin: MARGIN, syncId, syncMethod: 'value', title: name, desc: lanes.summary }) as const;

/** The axis that they have in common. */
export const secondsAxis = ({ seconds }: Lanes) =>
  ({ ...AXIS, dataKey: 'second', type: 'number', domain: [0, seconds.end] }) as const;
