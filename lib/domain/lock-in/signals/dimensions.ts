/** The dimensions of lock-in that can be seen in code and deployment files, in the order of a report. */
export const DIMENSIONS = [
  'handler signature / API',
  'event and trigger shape',
  'BaaS and data services',
  'messaging and orchestration',
  'IaC and deployment format',
  'identity and access (IAM)',
  'observability',
  'runtime and packaging',
  'runtime environment assumptions',
  'network and data gravity',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The finer words of the signal tables, by the dimension that a report shows. */
const WORDS: Record<Dimension, readonly string[]> = {
  'handler signature / API': ['handler signature'],
  'event and trigger shape': ['event shape', 'event/response shape', 'event/trigger shape'],
  'BaaS and data services': [
    ...[
      'data service',
      'data access',
      'object storage',
      'BaaS',
      'SDK',
      'AI service',
      'analytics',
      'stateful compute',
    ],
    ...['cache', 'platform cache', 'email', 'secrets', 'config', 'crypto keys'],
  ],
  'messaging and orchestration': [
    ...['messaging', 'event bus', 'streaming', 'orchestration', 'scheduling', 'function-to-function'],
  ],
  'IaC and deployment format': ['IaC/deployment'],
  'identity and access (IAM)': ['IAM', 'identity'],
  observability: ['observability'],
  'runtime and packaging': ['runtime API'],
  'runtime environment assumptions': ['runtime environment', 'runtime behaviour'],
  'network and data gravity': ['network'],
};

/** RangeError for a word that no dimension knows: a table with a typing error must not pass. */
export function dimensionOf(word: string): Dimension {
  const found = DIMENSIONS.find((dimension) => WORDS[dimension].includes(word));
  if (found === undefined) throw new RangeError(`No dimension of lock-in is called "${word}".`);
  return found;
}
