/** @throws Error when node_modules is a link */
export function refuseLinkedModules(root?: string): void;
export function installDependencies(): Promise<void>;
