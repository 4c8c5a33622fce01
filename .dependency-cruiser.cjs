// The import rules of the house. `npm test` also fails when no module was read: a check that reads nothing proves nothing.
const rooms = '^(lib|app|components)/';
const only = (from, allowed, extra = {}) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.test\\.tsx?$|/testing/' },
  to: { path: rooms, pathNot: `^(${[from, ...allowed].join('|')})/`, ...extra },
});

/** Packages that domain may use: they compute and touch nothing. */
const PURE_PACKAGES = [
  'zod',
  'hdr-histogram-js',
  'papaparse',
  'acorn',
  'acorn-walk',
  '@lezer',
  'base64-js',
  'pako',
];

module.exports = {
  forbidden: [
    only('lib/domain', []),
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: '\\.test\\.tsx?$' },
      to: {
        dependencyTypes: [
          'core',
          'npm',
          'npm-dev',
          'npm-optional',
          'npm-peer',
          'npm-no-pkg',
          'npm-unknown',
          'unknown',
        ],
        pathNot: `node_modules/(${PURE_PACKAGES.join('|')})/`,
      },
    },
    only('lib/executors', ['lib/domain']),
    only('lib/samples', ['lib/domain', 'lib/executors']),
    only('lib/lessons', ['lib/domain', 'lib/executors']),
    only('lib/server', ['lib/domain', 'lib/executors', 'lib/lessons', 'lib/samples']),
    only('lib/engine', ['lib/domain', 'lib/executors', 'lib/server', 'lib/lessons']),
    only('lib/client', ['lib/domain']),
    only('components', ['lib/domain', 'lib/client']),
    {
      name: 'replicas-know-no-front',
      severity: 'error',
      from: { path: '^lib/executors/container/replica/' },
      to: { path: '^lib/executors/container/front/' },
    },
    {
      name: 'rows-stop-at-repositories',
      severity: 'error',
      from: {
        path: '^(lib|app|components)/',
        pathNot: '^lib/server/(repositories|database|live|generated)/',
      },
      to: { path: '^lib/server/generated/|node_modules/@prisma/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { pathNot: '^lib/server/generated/' },
      to: { circular: true },
    },
    // What is shipped into a sandbox finds its neighbours there, not here.
    {
      // Wrappers are put together from several folders where they run.
      name: 'resolvable',
      severity: 'error',
      from: { pathNot: '/runtime/|/runtimes/nodejs/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^lib/server/generated/|^\\.next' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
