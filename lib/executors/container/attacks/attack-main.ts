// The attacks in a process of its own, so that another user can run them; prints the table as JSON.
import { runContainerAttacks } from './run.ts';

console.log(JSON.stringify(await runContainerAttacks('runc')));
process.exit(0);
