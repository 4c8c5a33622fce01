// The attacks in a process of its own, so that another user can run them; prints the table as JSON.
import { sampleOf } from './attack.ts';
import { ATTACKS, ON_THE_USER, runAttacks } from './run.ts';

const given = process.argv.slice(2);
const rows = await runAttacks(
  given.includes('prestarted'),
  given.includes('sample') ? sampleOf(ON_THE_USER) : ATTACKS,
);
console.log(JSON.stringify(rows));
