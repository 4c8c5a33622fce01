import { fewColumns, type TraceFormat } from './format.ts';
import { countIn } from './numbers.ts';

const LEADING = ['hashowner', 'hashapp', 'hashfunction', 'trigger'];
const MINUTE_MS = 60_000;

/** Azure Functions 2019 (AzurePublicDataset, CC-BY; Shahrad et al., ATC 2020): a row is a function, a column a minute of a day. */
export const azure2019: TraceFormat = {
  name: 'Azure Functions 2019',
  matches: (header) =>
    LEADING.every((column, index) => header[index]?.trim().toLowerCase() === column) &&
    header[LEADING.length]?.trim() === '1',
  reader({ header }, { functionId }, bad) {
    const minutes = header.length - LEADING.length;
    const counts = new Float64Array(minutes);
    let functions = 0;
    return {
      row(cells, number) {
        if (cells.length < header.length) return bad.add(number, fewColumns(header.length), cells[0]);
        const values = cells.slice(LEADING.length, header.length).map((cell) => countIn(cell));
        const wrong = values.indexOf(null);
        if (wrong >= 0)
          return bad.add(
            number,
            'a minute is not a whole number of 0 or more',
            cells[wrong + LEADING.length],
          );
        if (functionId !== undefined && cells[2] !== functionId) return;
        functions++;
        for (let minute = 0; minute < minutes; minute++)
          counts[minute] = (counts[minute] ?? 0) + (values[minute] ?? 0);
      },
      finish: () => ({
        kind: 'counts',
        format: 'Azure Functions 2019',
        notes: [`${functions.toLocaleString('en-US')} functions added up, ${minutes} minutes.`],
        requests: counts.reduce((sum, count) => sum + count, 0),
        durationMs: minutes * MINUTE_MS,
        intervalMs: MINUTE_MS,
        counts,
      }),
    };
  },
};
