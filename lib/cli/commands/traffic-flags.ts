import { type Command, Option } from 'commander';

/** How a run's traffic is named: the same for `run` and `sweep`; read by traffic-options.ts, which loads more. */
export const withTraffic = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--pattern <json>',
        'traffic: constant, poisson, on-off, diurnal, ramp or spike (public/schemas/simulation.schema.json)',
      ).conflicts('trace'),
    )
    .addOption(
      new Option(
        '--trace <csv>',
        'traffic from a file: times, counts per interval, or an Azure Functions trace of 2019 or 2021',
      ),
    )
    .option(
      '--span <seconds>',
      'of a pattern or trace: so much of it in every turn, faster if longer; a shorter trace is repeated',
      Number,
    )
    .addOption(
      new Option(
        '--requests <which>',
        'of traffic that is played faster: keep its rates or all of it',
      ).choices(['thinned', 'all']),
    )
    .option('--blocks <n>', 'turns of each side; each plays the traffic from its beginning', Number);
