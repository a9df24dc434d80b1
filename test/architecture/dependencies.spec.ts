import { cruise, ruleNames, type Violation } from './planted-tree.js';

/** [rule, where, what it must not say there] */
const planted = [
  ['resolvable', 'libs/dossier/src/a.ts', "import '#nope';"],
  ['pure-core', 'libs/dossier/src/b.ts', "import 'typeorm';"],
  ['pure-core', 'libs/catalogue/src/a.ts', "import 'node:fs';"],
  [
    'pure-core',
    'libs/kernel/src/a.ts',
    "import type { Injectable } from '@nestjs/common'; export type A = typeof Injectable;",
  ],
  ['pure-core', 'libs/reports/src/form-07a/form-07a.fold.ts', "import 'pg';"],
  ['pure-core', 'libs/reports/src/register/register.fold.ts', "import '#read-store';"],
  ['kernel-imports', 'libs/kernel/src/b.ts', "import '#law';"],
  ['law-imports', 'libs/law/src/a.ts', "import '#working-time';"],
  ['working-time-imports', 'libs/working-time/src/a.ts', "import '#catalogue';"],
  ['catalogue-imports', 'libs/catalogue/src/b.ts', "import '#dossier';"],
  ['dossier-imports', 'libs/dossier/src/c.ts', "import '#event-store';"],
  ['dossier-imports', 'libs/dossier/src/d.ts', "import '../../../apps/api/src/main.js';"],
  ['oversight-imports', 'libs/oversight/src/a.ts', "import '#dossier';"],
  ['event-store-imports', 'libs/event-store/src/a.ts', "import '#read-store';"],
  ['read-store-imports', 'libs/read-store/src/a.ts', "import '#event-store';"],
  ['reports-imports', 'libs/reports/src/a.ts', "import '#handling';"],
  ['handling-imports', 'libs/handling/src/a.ts', "import '#reports';"],
  ['duties-imports', 'libs/duties/src/a.ts', "import '#reports';"],
  ['papers-imports', 'libs/papers/src/a.ts', "import '#handling';"],
  ['access-imports', 'libs/access/src/a.ts', "import '#handling';"],
  ['inspection-imports', 'libs/inspection/src/a.ts', "import '#handling';"],
  ['verifier-imports', 'libs/inspection/verifier/src/a.ts', "import '#kernel';"],
  ['verifier-imports', 'libs/inspection/verifier/src/b.ts', "import 'safe-stable-stringify';"],
  ['verifier-imports', 'libs/inspection/verifier/src/c.ts', "import '../../src/inside.js';"],
  ['installation-imports', 'libs/installation/src/a.ts', "import '../../../apps/api/src/main.js';"],
  ['api-imports', 'apps/api/src/a.ts', "import '../../worker/src/main.js';"],
  ['worker-imports', 'apps/worker/src/a.ts', "import '../../api/src/main.js';"],
  ['standalone-imports', 'apps/standalone/src/a.ts', "import '../../cli/src/main.js';"],
  ['cli-imports', 'apps/cli/src/a.ts', "import '../../../test/e2e/server.js';"],
  ['one-door', 'libs/handling/src/b.ts', "import '../../dossier/src/inside.js';"],
  ['one-door', 'test/law/a.spec.ts', "import '../../libs/dossier/src/inside.js';"],
  ['testing-in-tests', 'apps/api/src/b.ts', "import '#testing';"],
  ['testing-in-tests', 'libs/handling/src/c.ts', "import './desk.spec.js';"],
  ['event-store-client', 'apps/worker/src/b.ts', "import '@eventstore/db-client';"],
  [
    'event-store-client',
    'libs/read-store/src/b.ts',
    "import type { EventStoreDBClient } from '@eventstore/db-client'; export type A = EventStoreDBClient;",
  ],
  ['production-packages', 'libs/access/src/b.ts', "import 'supertest';"],
  ['production-packages', 'apps/cli/src/b.ts', "import 'fast-check';"],
  ['no-circular', 'libs/law/src/circle-a.ts', "import './circle-b.js';"],
] as const;

const support = {
  'libs/dossier/src/inside.ts': 'export {};',
  'libs/inspection/src/inside.ts': 'export {};',
  'libs/inspection/verifier/src/index.ts': 'export {};',
  'libs/handling/src/desk.spec.ts': 'export {};',
  'libs/law/src/circle-b.ts': "import './circle-a.js';",
  'test/e2e/server.ts': 'export {};',
};

/** What each place may say. */
const allowed = {
  'libs/law/src/fine.ts': "import '#kernel';",
  'libs/working-time/src/fine.ts': "import '#law'; import '#kernel';",
  'libs/catalogue/src/fine.ts': "import '#working-time';",
  'libs/dossier/src/fine.ts': "import '#catalogue'; import '#law';",
  'libs/oversight/src/fine.ts': "import '#catalogue'; import '#kernel';",
  'libs/dossier/src/fine.spec.ts': "import '#testing'; import 'fast-check'; import 'node:fs';",
  'libs/event-store/src/fine.ts': "import '@eventstore/db-client'; import 'pg'; import 'node:fs'; import '#kernel';",
  'libs/read-store/src/fine.ts': "import 'typeorm'; import '#kernel';",
  'libs/reports/src/fine/fine.fold.ts': "import '#dossier'; import './fine-row.fold.js';",
  'libs/reports/src/fine/fine-row.fold.ts': 'export {};',
  'libs/reports/src/fine/fine.query.ts': "import '#read-store'; import 'typeorm'; import './fine.fold.js';",
  'libs/handling/src/fine.ts': "import '#dossier'; import '#access'; import '#event-store'; import 'node:crypto';",
  'libs/papers/src/fine.ts': "import '#dossier'; import '#event-store'; import 'yauzl'; import 'node:fs';",
  'libs/access/src/fine.ts': "import 'argon2'; import '#read-store';",
  'libs/inspection/src/fine.ts': "import '#verifier'; import '#event-store'; import 'node:crypto';",
  'libs/inspection/verifier/src/fine.ts': "import 'json-canon'; import 'node:crypto';",
  'libs/installation/src/fine.ts': "import '#handling'; import '#access'; import '#reports'; import 'node:fs';",
  'apps/api/src/fine.ts': "import '#installation'; import '#handling'; import '#reports'; import '@nestjs/common';",
  'apps/worker/src/fine.ts': "import '#reports';",
  'apps/standalone/src/fine.ts': "import '../../api/src/main.js'; import '../../worker/src/main.js';",
  'apps/cli/src/fine.ts': "import '#handling'; import 'commander';",
  'test/e2e/fine.e2e.spec.ts': "import '../../apps/api/src/main.js'; import '#testing'; import 'supertest';",
};

describe('the dependency rules', () => {
  const files = { ...support, ...allowed, ...Object.fromEntries(planted.map(([, file, text]) => [file, text])) };
  let found: readonly Violation[] = [];
  beforeAll(() => {
    found = cruise(files);
  }, 60_000);

  it.each(planted)('%s fires in %s on %s', (rule, file) => {
    expect(found.filter(({ from }) => from === file).map((violation) => violation.rule)).toContain(rule);
  });

  it.each(Object.keys(allowed))('nothing fires in %s', (file) => {
    expect(found.filter(({ from }) => from === file)).toEqual([]);
  });

  it('have a planted violation each', async () => {
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(await ruleNames()));
  });
});
