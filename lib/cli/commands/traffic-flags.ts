import { type Command, Option } from 'commander';
import { TIME_UNITS } from '#lib/domain/load/trace/units.ts';
import { numberOption } from './number-option.ts';

/** A trace, and what says how its file is to be read: the same for `run`, `sweep` and `simulate`. */
export const withTrace = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--trace <csv>',
        'traffic from a file (plain or .gz): times, counts or rates per interval, results of k6, JMeter, Locust, hey or vegeta, an access log, or an Azure Functions trace of 2019 or 2021',
      ),
    )
    .option('--time-column <name>', 'of the trace: the column with the time of a request, or its number')
    .option(
      '--count-column <name>',
      'of the trace: the column with the number of requests, NAME/s or NAME/min for a rate, none for a request in each row',
    )
    .addOption(new Option('--unit <unit>', 'of the trace: the unit of its times').choices(TIME_UNITS))
    .option(
      '--interval <seconds>',
      'of the trace: the time that a row with a count stands for',
      numberOption({ unit: 's' }),
    );

const ROUNDS = numberOption({ unit: 'count', whole: true });

/** How a run's traffic is named: the same for `run` and `sweep`; read by traffic-options.ts, which loads more. */
export const withTraffic = (command: Command): Command =>
  withTrace(command)
    .addOption(
      new Option(
        '--pattern <json>',
        'traffic: constant, poisson, on-off, diurnal, ramp or spike (public/schemas/simulation.schema.json)',
      ).conflicts('trace'),
    )
    .option(
      '--span <seconds>',
      'of a pattern or trace: so much of it in every turn, faster if longer; a shorter trace is repeated',
      numberOption({ unit: 's' }),
    )
    .addOption(
      new Option(
        '--requests <which>',
        'of traffic that is played faster: keep its rates or all of it',
      ).choices(['thinned', 'all']),
    )
    .option('--rounds <n>', 'turns of each side; each plays the traffic from its beginning', ROUNDS)
    .addOption(
      new Option('--blocks <n>', 'the earlier name of --rounds').argParser(ROUNDS).conflicts('rounds'),
    );
