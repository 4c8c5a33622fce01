import { fewColumns, type TraceFormat } from './format.ts';
import { Instants } from './instants.ts';
import { numberIn } from './numbers.ts';

const COLUMNS = ['app', 'func', 'end_timestamp', 'duration'];

/** Azure Functions Invocation Trace 2021 (AzurePublicDataset, CC-BY; Zhang et al., SOSP 2021): a row is an invocation, times in s. */
export const azure2021: TraceFormat = {
  name: 'Azure Functions 2021',
  matches: (header) => COLUMNS.every((column, index) => header[index]?.trim().toLowerCase() === column),
  reader(_head, { functionId }, bad) {
    const instants = new Instants(true);
    return {
      row(cells, number) {
        if (cells.length < COLUMNS.length)
          return bad.add(number, fewColumns(COLUMNS.length), cells.join(','));
        const [, func = '', endCell = '', durationCell = ''] = cells;
        const [end, duration] = [numberIn(endCell), numberIn(durationCell)];
        if (end === null) return bad.add(number, 'end_timestamp is not a number', endCell);
        if (duration === null || duration < 0)
          return bad.add(number, 'duration is not a number of 0 or more', durationCell);
        if (functionId !== undefined && func !== functionId) return;
        instants.add((end - duration) * 1000, duration * 1000);
      },
      finish: () =>
        instants.trace('Azure Functions 2021', [
          'A request arrived at end_timestamp less duration, both in seconds.',
        ]),
    };
  },
};
