import type { Ms } from '#lib/domain/units.ts';

/**
 * Ends this process when its supervisor is gone, also by kill -9: nobody would stop it any more. At once as long as there
 * is nothing to put in order, for a start may wait long for a database that has gone with the supervisor.
 * @returns sets how it ends from then on, and how long that may take: what it closes may wait for that database, too
 */
export function endWithSupervisor(): (inOrder: () => void, deadline: Ms) => void {
  let end = (): void => process.exit(1);
  process.once('disconnect', () => end());
  // While the modules were loaded nobody listened.
  if (process.connected === false) end();
  return (inOrder, deadline) => {
    end = () => {
      setTimeout(() => process.exit(1), deadline);
      inOrder();
    };
  };
}
