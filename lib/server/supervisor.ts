/**
 * Ends this process when its supervisor is gone, also by kill -9: nobody would stop it any more. At once as long as there
 * is nothing to put in order, for a start may wait long for a database that has gone with the supervisor.
 * @returns sets how it ends from then on
 */
export function endWithSupervisor(): (inOrder: () => void) => void {
  let end = (): void => process.exit(1);
  process.once('disconnect', () => end());
  // While the modules were loaded nobody listened.
  if (process.connected === false) end();
  return (inOrder) => {
    end = inOrder;
  };
}
