/** What can run containers, in the order in which `auto` takes them. */
export const ENGINE_IDS = ['docker', 'podman', 'runc'] as const;
export type EngineId = (typeof ENGINE_IDS)[number];

/** What a person may ask for; `auto` is the first that is there. */
export const ENGINE_CHOICES = ['auto', ...ENGINE_IDS] as const;
export type EngineChoice = (typeof ENGINE_CHOICES)[number];

export const ENGINE_NAMES: Readonly<Record<EngineId, string>> = {
  docker: 'Docker',
  podman: 'Podman',
  runc: 'Embedded runc',
};
