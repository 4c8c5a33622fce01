/** Below its path groups can be made. */
export interface CgroupMount {
  path: string;
  version: 1 | 2;
  controllers: readonly string[];
}
