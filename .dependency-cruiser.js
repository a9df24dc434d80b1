/**
 * Who may import whom, as an allow-list: every rule names what a place may import, and everything else is an error.
 * test/architecture/dependencies.spec.ts plants a violation of each rule; the arrows are those of ARCHITECTURE.md.
 */
const SPEC = '[.](spec|contract)[.]ts$|^libs/[^/]+/test/|^libs/testing/|^test/';
const PACKAGE = '(^|/)node_modules/';
const libs = (...names) => `^libs/(${names.join('|')})/src/`;

const core = ['kernel', 'law', 'working-time', 'catalogue', 'dossier', 'oversight'];
const FOLD = '^libs/(reports|duties)/.*[.]fold[.]ts$';
const CORE = `${libs(...core)}|${FOLD}`;

/** A lib of the core imports these libs and nothing else: no package, no builtin. */
const coreLayer = (name, ...below) => ({
  name: `${name}-imports`,
  comment: `libs/${name} imports only ${below.length === 0 ? 'itself' : below.join(', ')}.`,
  severity: 'error',
  from: { path: libs(name), pathNot: SPEC },
  to: { pathNot: libs(name, ...below) },
});

/** A lib of the shell imports these libs, packages and builtins. */
const shellLayer = (name, from, to) => ({
  name: `${name}-imports`,
  comment: `Arrows go one way: ${name} imports only the layers below it.`,
  severity: 'error',
  from: { path: from, pathNot: SPEC },
  to: { pathNot: `${to}|${PACKAGE}`, dependencyTypesNot: ['core'] },
});

const belowStores = core;
const belowServices = [...core, 'event-store', 'read-store'];
const belowAccess = [...belowServices, 'access'];
const services = ['reports', 'handling', 'papers'];
const VERIFIER = '^libs/inspection/verifier/src/';
const belowInstallation = [...belowAccess, ...services, 'duties', 'inspection'];
const belowApps = [...belowInstallation, 'installation'];

export default {
  forbidden: [
    {
      name: 'resolvable',
      comment: 'An import that cannot be resolved disarms every rule about it.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'pure-core',
      comment: 'The core imports only the core: no package, no builtin, no framework.',
      severity: 'error',
      from: { path: CORE, pathNot: SPEC },
      to: { pathNot: CORE },
    },
    coreLayer('kernel'),
    coreLayer('law', 'kernel'),
    coreLayer('working-time', 'law', 'kernel'),
    coreLayer('catalogue', 'working-time', 'law', 'kernel'),
    coreLayer('dossier', 'catalogue', 'working-time', 'law', 'kernel'),
    coreLayer('oversight', 'catalogue', 'kernel'),
    shellLayer('event-store', libs('event-store'), libs('event-store', ...belowStores)),
    shellLayer('read-store', libs('read-store'), libs('read-store', ...belowStores)),
    shellLayer('access', libs('access'), libs(...belowAccess)),
    ...services.map((name) => shellLayer(name, libs(name), libs(name, ...belowAccess))),
    shellLayer('duties', libs('duties'), libs('duties', ...belowAccess, 'handling')),
    shellLayer('inspection', libs('inspection'), `${libs('inspection', ...belowServices)}|${VERIFIER}index[.]ts$`),
    {
      name: 'verifier-imports',
      comment: 'The verifier shares no code with what it verifies: one package for canonical JSON, and builtins.',
      severity: 'error',
      from: { path: VERIFIER, pathNot: SPEC },
      to: { pathNot: `${VERIFIER}|${PACKAGE}json-canon/`, dependencyTypesNot: ['core'] },
    },
    shellLayer('installation', libs('installation'), libs('installation', ...belowInstallation)),
    shellLayer('api', '^apps/api/', `^apps/api/|${libs(...belowApps)}`),
    shellLayer('worker', '^apps/worker/', `^apps/worker/|${libs(...belowApps)}`),
    shellLayer('standalone', '^apps/standalone/', `^apps/(standalone|api|worker)/|${libs(...belowApps)}`),
    shellLayer('cli', '^apps/cli/', `^apps/(cli|api|worker|standalone)/|${VERIFIER}index[.]ts$|${libs(...belowApps)}`),
    {
      name: 'one-door',
      comment: 'A lib is entered through its index (#lib), from wherever.',
      severity: 'error',
      from: { path: '^(?:libs|apps|test|docs)/([^/]+)/' },
      to: { path: '^libs/', pathNot: '^libs/$1/|^libs/[^/]+/(?:verifier/)?src/index[.]ts$' },
    },
    {
      name: 'testing-in-tests',
      comment: 'Doubles, builders and frozen clocks never reach the product.',
      severity: 'error',
      from: { pathNot: `${SPEC}|^docs/` },
      to: { path: '^(libs/testing|libs/[^/]+/test|test)/|[.](spec|contract)[.]ts$' },
    },
    {
      name: 'event-store-client',
      comment: 'Only libs/event-store knows a client of an event store.',
      severity: 'error',
      from: { pathNot: `^libs/event-store/|${SPEC}` },
      to: { path: `${PACKAGE}(@eventstore|@kurrent|@grpc)/` },
    },
    {
      name: 'production-packages',
      comment: 'What runs is in "dependencies": an image without the development packages starts.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: SPEC },
      to: { path: PACKAGE, dependencyTypesNot: ['npm'] },
    },
    {
      name: 'no-circular',
      comment: 'A circle of modules loads in an order that nobody chose.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: PACKAGE },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    preserveSymlinks: true,
    moduleSystems: ['es6', 'cjs'],
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
