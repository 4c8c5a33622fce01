/** Of one connection only (RFC 9110, 7.6.1); each side of a proxy has its own. In lower case. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization'],
  ...['te', 'trailer', 'transfer-encoding', 'upgrade', 'expect'],
]);

/** Whether only we and our wrappers may write a header of this name, which is in lower case. */
export const isOurs = (name: string): boolean => name.startsWith('x-crossover-');
