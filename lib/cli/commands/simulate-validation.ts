import {
  type ErrorCell,
  type ErrorTable,
  experimentErrors,
} from '#lib/domain/simulation/validation/experiments.ts';
import { type LogPrediction, logPredictions } from '#lib/domain/simulation/validation/logs.ts';
import { type QueueRow, queueAgreement } from '#lib/domain/simulation/validation/queues.ts';
import { type SimFaasTable, simFaasAgreement } from '#lib/domain/simulation/validation/simfaas.ts';
import type { Measured } from '#lib/domain/statistics/measured.ts';

const SEED = 1;

/** The simulator beside published measurements, another simulator and formulas. Exit code 1 when a bar is missed. */
export async function validate({ json }: { json?: boolean }): Promise<void> {
  const experiments = experimentErrors(SEED);
  const simFaas = simFaasAgreement();
  const queues = queueAgreement(SEED);
  const logs = logPredictions();
  if (json) console.log(JSON.stringify({ experiments, simFaas, queues, logs }, null, 2));
  else
    console.log(
      [
        ...experimentLines(experiments),
        ...simFaasLines(simFaas),
        ...queueLines(queues),
        ...logLines(logs),
      ].join('\n'),
    );
  const { cold, instances } = experiments.mean;
  const better = cold.simulated <= cold.analytic && instances.simulated <= instances.analytic;
  if (!better || !simFaas.allWithinBound || queues.some((row) => !row.within)) process.exitCode = 1;
}

const number = (value: number): string => Number(value.toPrecision(4)).toString();
const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
const signed = (share: number): string => `${share > 0 ? '+' : ''}${percent(share)}`;
const ranged = ({ value, interval }: Measured): string =>
  interval === null ? number(value) : `${number(value)} (${number(interval[0])} to ${number(interval[1])})`;
const yes = (is: boolean): string => (is ? 'yes' : 'NO');

function table(title: string, rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
  return [title, ...rows.map(line), ''];
}

function experimentLines({ rows, mean }: ErrorTable): string[] {
  const part = (title: string, figure: 'cold' | 'instances'): string[] => {
    const cells = (name: string, cell: ErrorCell) => [
      name,
      number(cell.observed),
      ranged(cell.simulated),
      number(cell.analytic),
      percent(cell.simulatedError),
      percent(cell.analyticError),
    ];
    const { simulated, analytic } = mean[figure];
    return table(
      `${title}, AWS Lambda 2020; mean error no larger than the analytic model's: ${yes(simulated <= analytic)}`,
      [
        ['rate/s', 'observed', 'simulated (95%)', 'analytic', 'error simulated', 'error analytic'],
        ...rows.map((row) => cells(number(row.ratePerSecond), row[figure])),
        ['mean', '', '', '', percent(simulated), percent(analytic)],
      ],
    );
  };
  return [...part('Cold-start probability', 'cold'), ...part('Instances', 'instances')];
}

const simFaasLines = ({ rows, within, allWithinBound, bound }: SimFaasTable): string[] =>
  table(
    `SimFaaS's own output; ${within} of ${rows.length} within the 95% interval of a single run, all within ${bound} deviations: ${yes(allWithinBound)}`,
    [
      ['run', 'figure', 'printed', 'ours: mean', '95% of runs', 'within', 'deviations'],
      ...rows.map((row) => [
        row.run,
        row.figure,
        number(row.printed),
        number(row.mean),
        `${number(row.interval[0])} to ${number(row.interval[1])}`,
        yes(row.within),
        row.deviations.toFixed(2),
      ]),
    ],
  );

const queueLines = (rows: readonly QueueRow[]): string[] =>
  table('Formulas where the model reduces to them', [
    ['case', 'formula', 'simulated (95%)', 'within'],
    ...rows.map((row) => [row.name, number(row.formula), ranged(row.simulated), yes(row.within)]),
  ]);

const logLines = (rows: readonly LogPrediction[]): string[] =>
  table('Two logs of AWS Lambda: keep-alive from one, cold starts predicted on the other', [
    [
      'from, to',
      'keep-alive',
      'fit: predicted/observed',
      'predicted/observed',
      'error',
      'with equally good keep-alives',
      'same requests',
    ],
    ...rows.map(({ name, fit, predicted, range }) => [
      name,
      `${fit.best.keepAliveMs / 1000} s (${fit.equallyGood[0].keepAliveMs / 1000} to ${fit.equallyGood[1].keepAliveMs / 1000})`,
      `${fit.best.predicted}/${fit.best.observed}`,
      `${predicted.predicted}/${predicted.observed}`,
      signed(predicted.error),
      `${signed(range[0].error)} to ${signed(range[1].error)}`,
      `${predicted.same}`,
    ]),
  ]);
