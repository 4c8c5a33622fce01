/** Below its path groups can be made. */
export interface CgroupMount {
  path: string;
  version: 1 | 2;
  controllers: readonly string[];
}

export type Mounted = CgroupMount & {
  /** Directory of the hierarchy that is mounted there. */
  root: string;
};

/** Reads /proc/self/mountinfo: version 1, version 2 and both at once (hybrid) occur on users' machines. */
export function parseCgroupMounts(mountinfo: string): Mounted[] {
  return mountinfo.split('\n').flatMap((line): Mounted[] => {
    const [before, after] = line.split(' - ');
    const [, , , root = '/', path] = before?.split(' ') ?? [];
    const [type, , options] = after?.split(' ') ?? [];
    if (path === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [{ root, path, version: type === 'cgroup' ? 1 : 2, controllers: options?.split(',') ?? [] }];
  });
}

/** Our group in each hierarchy, in the order of /proc/self/cgroup. */
export function ownGroups<M extends CgroupMount>(
  cgroups: string,
  mounts: readonly M[],
): { mount: M; own: string }[] {
  return cgroups.split('\n').flatMap((line) => {
    const [, names, own] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    const [name] = names?.split(',') ?? [];
    const mount = mounts.find(({ version, controllers }) =>
      name === '' ? version === 2 : version === 1 && name !== undefined && controllers.includes(name),
    );
    return mount === undefined || own === undefined ? [] : [{ mount, own }];
  });
}
