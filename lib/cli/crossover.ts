import { Command, Option } from 'commander';
import { toProblem } from '#lib/domain/errors.ts';
import { ENGINE_CHOICES } from '#lib/domain/execution/engines.ts';
import { WORKLOAD_RUNTIMES } from '#lib/domain/workload/runtime.ts';
import { numberOption, numbersOption } from './commands/number-option.ts';
import { printable } from './commands/printable.ts';
import { withTrace, withTraffic } from './commands/traffic-flags.ts';

/** `npm run -s crossover -- <command>`: what the pages do, for a terminal or a CI job. */
const program = new Command('crossover').description('Functions or containers? Run a workload on both.');

const engine = () => new Option('--engine <name>', 'what runs the containers').choices(ENGINE_CHOICES);

const SECONDS = numberOption({ unit: 's' });
const WHOLE = numberOption({ unit: 'count', whole: true });

program
  .command('samples')
  .description('list the sample workloads')
  .option('--json', 'print JSON')
  .action(async (options: { json?: boolean }) => (await import('./commands/samples.ts')).samples(options));

withTraffic(
  program
    .command('run')
    .description('run a workload on both sides, store the result and print it')
    .addOption(new Option('--sample <name>', 'a sample, see `samples`').conflicts('workload'))
    .addOption(new Option('--workload <file>', 'a workload.json beside its code'))
    .option('--seconds <n>', 'measured seconds on each side', SECONDS)
    .option(
      '--rate <n>',
      'requests per second; of a pattern or trace its mean, to which it is scaled',
      numberOption({ unit: 'perSecond' }),
    )
    .option('--starts <n>', 'starts forced on each side before the first request, 0 to 20', WHOLE)
    .option('--seed <n>', 'seed of arrivals and requests', WHOLE)
    .addOption(engine())
    .option('--json', 'print the report as JSON')
    .addHelpText(
      'after',
      '\nEnds with 0 for a verdict, 3 for figures that carry none, 1 for a run that failed.',
    ),
).action(async (options) => (await import('./commands/run.ts')).run(options));

const words = (text: string) => text.split(',').map((word) => word.trim());
const MEMORY = numbersOption({ unit: 'MiB', whole: true });
withTraffic(
  program
    .command('sweep')
    .description(
      'run a workload at several settings on both sides: the cheapest, the fastest, the balanced one',
    )
    .addOption(new Option('--sample <name>', 'a sample, see `samples`').conflicts('workload'))
    .addOption(new Option('--workload <file>', 'a workload.json beside its code'))
    .option(
      '--runtimes <name,...>',
      `languages that the workload offers: ${WORKLOAD_RUNTIMES.join(', ')}`,
      words,
    )
    .option('--memory <MiB,...>', 'memory sizes', MEMORY)
    .option('--cpus <n,...>', 'vCPUs of a replica', numbersOption({ unit: 'vCPU' }))
    .option('--rates <n,...>', 'requests per second', numbersOption({ unit: 'perSecond' }))
    .option(
      '--concurrency <n,...>',
      'most function environments at once',
      numbersOption({ unit: 'count', whole: true }),
    )
    .option(
      '--code <MiB,...>',
      'code added to the package and loaded with it',
      numbersOption({ unit: 'MiB' }),
    )
    .option('--seconds <n>', 'measured seconds on each side at each setting', SECONDS)
    .option('--starts <n>', 'starts forced on each side before the first request, 0 to 20', WHOLE)
    .option('--seed <n>', 'seed of arrivals and requests', WHOLE)
    .addOption(engine())
    .option('--json', 'print JSON'),
).action(async (options) => (await import('./commands/sweep.ts')).sweep(options));

withTrace(
  program
    .command('simulate')
    .description('simulate a platform: one JSON object in, one out (public/schemas/simulation.schema.json)')
    .option('--input <file>', 'read it from a file instead of standard input'),
)
  .option('--price', 'with the bill of a month on AWS')
  .option('--series', 'with instances over time and the latency histograms')
  .option('--validate', 'compare the simulator with published measurements, row by row')
  .option('--json', 'print the comparison as JSON')
  .action(async (options) => (await import('./commands/simulate.ts')).simulate(options));

program
  .command('cost')
  .description(
    'price a JSON array of {id, platform, inputs} from standard input (public/schemas/cost.schema.json)',
  )
  .option('--examples', 'instead print the published worked examples beside what is computed here')
  .action(async ({ examples }: { examples?: boolean }) => {
    if (examples) (await import('./commands/cost-examples.ts')).costExamples();
    else await (await import('./commands/cost.ts')).cost();
  });

program
  .command('doctor')
  .description('what this machine can do, and what to install')
  .option('--json', 'print JSON')
  .action(async (options: { json?: boolean }) => (await import('./commands/doctor.ts')).doctor(options));

const functions = program.command('functions').description('functions by AWS Lambda’s own API');
functions
  .command('serve')
  .description('serve them on this machine until stopped; they and their events are kept')
  .option('--port <n>', 'port of the API', '9001')
  .option(
    '--triggers <file>',
    'a JSON file of URLs, queues, schedules, buckets and tables that start functions',
  )
  .option('--concurrency <n>', 'requests in flight at once over all functions; else 1000')
  .option('--burst <n>', 'new environments of one function in 10 s; else 1000')
  .option(
    '--keep-alive <seconds>',
    'how long an idle environment is kept, or a distribution such as {"kind":"uniform","fromMs":300000,"toMs":420000}, which is the default',
  )
  .option('--records', 'print the record of every invocation as a line of JSON')
  .action(async (options) => (await import('./commands/functions-serve.ts')).serveFunctions(options));

try {
  await program.parseAsync();
} catch (error) {
  const { message, remedy, detail } = toProblem(error);
  console.error(printable([message, remedy, detail].filter(Boolean).join('\n')));
  process.exitCode = 1;
}
