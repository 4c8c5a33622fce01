// The attacks in a process of its own, so that another user can run them; prints the table as JSON.
import { runAttacks } from './run.ts';

console.log(JSON.stringify(await runAttacks(process.argv[2] === 'prestarted')));
