const LOOPBACK = /^(127(\.\d{1,3}){3}|localhost|::1)$/;

/** True for an address that only this machine reaches. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** Where others reach the pages, as far as it decides who may: the names are those of the settings. */
export interface Reached {
  CROSSOVER_HOST?: string | undefined;
  /** `host:port` of the machine whose container engine publishes the port of our container. */
  CROSSOVER_PUBLISHED?: string | undefined;
}

/** True when a container engine publishes our port, and on its machine's loopback alone. */
export const isPublishedOnLoopback = ({ CROSSOVER_PUBLISHED: at }: Reached): boolean =>
  at ? isLoopback(at.replace(/:\d+$/, '')) : false;

/** True when only whoever sits at this machine can send anything: inside of a container every address is listened at. */
export const isForThisMachineOnly = (reached: Reached): boolean =>
  reached.CROSSOVER_PUBLISHED
    ? isPublishedOnLoopback(reached)
    : isLoopback(reached.CROSSOVER_HOST || '127.0.0.1');
