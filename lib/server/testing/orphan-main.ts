// A process whose orderly end never comes, as that of one whose database is gone.
import { endWithSupervisor } from '../supervisor.ts';

const atTheEnd = endWithSupervisor();
atTheEnd(() => {}, 100);
setInterval(() => {}, 1_000_000);
process.send?.('ready');
