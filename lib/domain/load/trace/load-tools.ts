import { evenCounts } from './even-counts.ts';
import { fewColumns, type RowReader, type TraceFormat, type TraceHead } from './format.ts';
import { Growing } from './growing.ts';
import { Instants } from './instants.ts';
import { numberIn } from './numbers.ts';
import { survey } from './survey.ts';
import { namedColumn, timeColumn } from './time-column.ts';

/** Results that load generators write: only those rows count that are requests. */

const has = (header: readonly string[], names: readonly string[]): boolean =>
  names.every((name) => header.some((one) => one.trim().toLowerCase() === name));

/** The columns of these names, by a survey of the rows that count. */
function columnsOf(head: TraceHead, counts: (cells: readonly string[]) => boolean) {
  const columns = survey({ ...head, samples: head.samples.filter(counts) });
  const at = (name: string) => columns.findIndex((one) => one.name.toLowerCase() === name);
  return { columns, at };
}

/** k6's CSV: a row is a value of any metric, a request is a row of http_reqs; its time is that of its end. */
export const k6: TraceFormat = {
  name: 'k6',
  matches: (header) => has(header, ['metric_name', 'timestamp', 'metric_value']),
  reader(head, options, bad) {
    const metric = head.header.findIndex((name) => name.trim().toLowerCase() === 'metric_name');
    const isRequest = (cells: readonly string[]) => cells[metric]?.trim() === 'http_reqs';
    const { columns } = columnsOf(head, isRequest);
    const time = timeColumn(columns, false, { ...options, timeColumn: 'timestamp' });
    const instants = new Instants(false);
    return {
      row(cells, number) {
        if (!isRequest(cells)) return;
        const at = time.read(cells);
        if (at === null) return bad.add(number, 'timestamp is not a time', cells[time.indices[0] ?? 0]);
        instants.add(at);
      },
      finish: () =>
        instants.trace('a CSV of k6', [
          time.words,
          'Every row of http_reqs is a request, taken at the time of its end; other metrics are left out.',
        ]),
    };
  },
};

/** JMeter's results: a row is a sample, with its start and how long it took in ms. */
export const jmeter: TraceFormat = {
  name: 'JMeter',
  matches: (header) => has(header, ['timestamp', 'elapsed', 'label']),
  reader(head, options, bad) {
    const { columns, at: indexOf } = columnsOf(head, () => true);
    const time = timeColumn(columns, false, {
      ...options,
      timeColumn: columns[indexOf('timestamp')]?.name ?? '',
    });
    const elapsed = indexOf('elapsed');
    const instants = new Instants(true);
    return {
      row(cells, number) {
        if (cells.length < head.header.length)
          return bad.add(number, fewColumns(head.header.length), cells[0]);
        const [at, took] = [time.read(cells), numberIn(cells[elapsed] ?? '')];
        if (at === null) return bad.add(number, 'timeStamp is not a time', cells[time.indices[0] ?? 0]);
        if (took === null || took < 0)
          return bad.add(number, 'elapsed is not a time of 0 or more', cells[elapsed]);
        instants.add(at, took);
      },
      finish: () =>
        instants.trace('results of JMeter', [
          time.words,
          'Every row is a request; column "elapsed" is how long it took, in milliseconds.',
        ]),
    };
  },
};

/** Locust's history: a row is a moment of one name or of all ("Aggregated"), with a rate. */
export const locust: TraceFormat = {
  name: 'Locust',
  matches: (header) => has(header, ['timestamp', 'user count', 'name', 'requests/s']),
  reader(head, options, bad): RowReader {
    const { columns: all, at: indexOf } = columnsOf(head, () => true);
    const [name, rate] = [indexOf('name'), indexOf('requests/s')];
    const isAll = (cells: readonly string[]) => cells[name]?.trim() === 'Aggregated';
    const { columns } = columnsOf(head, isAll);
    const time = timeColumn(columns, false, {
      ...options,
      timeColumn: namedColumn(all, all[indexOf('timestamp')]?.name ?? '').name,
    });
    const [times, values, rows] = [new Growing(), new Growing(), new Growing()];
    return {
      row(cells, number) {
        if (!isAll(cells)) return;
        const [at, value] = [time.read(cells), numberIn(cells[rate] ?? '')];
        if (at === null) return bad.add(number, 'Timestamp is not a time', cells[time.indices[0] ?? 0]);
        if (value === null || value < 0)
          return bad.add(number, 'the rate is not a number of 0 or more', cells[rate]);
        times.push(at);
        values.push(value);
        rows.push(number);
      },
      finish: () =>
        evenCounts(
          { times: times.values, values: values.values, rows: rows.values },
          {
            notes: [
              time.words,
              'Rows of "Aggregated" count; "Requests/s" times the interval are their requests.',
            ],
            ...{ step: null, options, per: 1000 },
          },
          bad,
        ),
    };
  },
};
