import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './planted-tree.js';

interface Package {
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

/** What a folder of packages says of itself; each is installed as the lock has it. */
interface Tree {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly locked?: Readonly<Record<string, string>>;
  readonly packages: Readonly<Record<string, Package>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

const fine: Tree = { dependencies: { planted: '1.0.0' }, packages: { planted: { version: '1.0.0', license: 'MIT' } } };

function plant({ dependencies, locked = dependencies, packages, allowScripts = {} }: Tree): string {
  const folder = mkdtempSync(join(tmpdir(), 'audited-'));
  const write = (path: string, value: object): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  const root = { name: 'audited', version: '1.0.0' };
  write('package.json', { ...root, dependencies, allowScripts });
  const entries = Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry] as const);
  write('package-lock.json', {
    ...root,
    lockfileVersion: 3,
    packages: { '': { ...root, dependencies: locked }, ...Object.fromEntries(entries) },
  });
  for (const [path, { version, license }] of entries)
    write(`${path}/package.json`, { name: path.slice('node_modules/'.length), version, license });
  return folder;
}

describe('the audit of packages', () => {
  let registry: Server;
  let url: string;
  let severity: 'none' | 'moderate' | 'high' | 'no answer';
  beforeAll(async () => {
    registry = createServer((request, answer) => {
      if (severity === 'no answer') return answer.writeHead(405).end();
      const advisory = {
        id: 1,
        url: 'https://example.org/1',
        title: 'a hole',
        severity,
        vulnerable_versions: '<2.0.0',
      };
      const packument = { name: 'planted', versions: { '1.0.0': { name: 'planted', version: '1.0.0' } } };
      const known = request.method === 'POST' && severity !== 'none' ? { planted: [advisory] } : {};
      const told = request.method === 'GET' ? packument : known;
      return answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
  });
  beforeEach(() => {
    severity = 'none';
  });
  afterAll(() => new Promise((closed) => registry.close(closed)));

  const audit = async (tree: Tree, env: Readonly<Record<string, string>> = {}) => {
    const folder = plant(tree);
    try {
      const child = spawn(process.execPath, [join(ROOT, 'build/audit.js'), folder], {
        env: { ...process.env, ...env, npm_config_registry: url, npm_config_cache: join(folder, '.cache') },
      });
      let said = '';
      for await (const text of child.stderr) said += String(text);
      const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)));
      return [code, said.trim()];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  it('passes what is pinned, locked, licensed and not known to be vulnerable', async () => {
    expect(await audit(fine)).toEqual([0, '']);
  }, 30_000);

  it.each<[string, Tree, RegExp]>([
    ['a range', { ...fine, dependencies: { planted: '^1.0.0' } }, /planted is not pinned/],
    [
      'another version in the lock',
      { ...fine, packages: { planted: { version: '1.0.1', license: 'MIT' } } },
      /planted is 1.0.0 in package.json and 1.0.1 in the lock/,
    ],
    ['a lock of another package.json', { ...fine, locked: {} }, /made for another package.json/],
    [
      'a script at installation',
      { ...fine, packages: { planted: { version: '1.0.0', license: 'MIT', hasInstallScript: true } } },
      /planted runs a script at installation/,
    ],
    [
      'a licence that is not on the list',
      { ...fine, packages: { planted: { version: '1.0.0', license: 'AGPL-3.0' } } },
      /planted has the licence AGPL-3.0/,
    ],
    [
      'one of two licences that both hold',
      { ...fine, packages: { planted: { version: '1.0.0', license: '(MIT AND GPL-3.0)' } } },
      /planted has the licence/,
    ],
    ['no licence', { ...fine, packages: { planted: { version: '1.0.0' } } }, /planted has the licence none/],
  ])(
    'fails on %s',
    async (_, tree, says) => {
      expect(await audit(tree)).toEqual([1, expect.stringMatching(says)]);
    },
    30_000,
  );

  it('lets pass a script that was decided on, a choice of licences, and what only development needs', async () => {
    const planted = { version: '1.0.0', license: '(MIT OR GPL-3.0)', hasInstallScript: true };
    const tool = { version: '1.0.0', license: 'GPL-3.0', dev: true };
    expect(await audit({ ...fine, allowScripts: { planted: false }, packages: { planted, tool } })).toEqual([0, '']);
  }, 30_000);

  it('fails on a grave vulnerability, and on no lesser one', async () => {
    severity = 'moderate';
    expect(await audit(fine)).toEqual([0, '']);
    severity = 'high';
    expect(await audit(fine)).toEqual([1, expect.stringMatching(/planted .* has a vulnerability \(high\)/)]);
  }, 30_000);

  it('says when the registry does not tell, and fails only where it must', async () => {
    severity = 'no answer';
    expect(await audit(fine)).toEqual([0, expect.stringContaining('were NOT looked for')]);
    expect(await audit(fine, { AUDIT_REQUIRED: 'true' })).toEqual([1, expect.stringContaining('AUDIT_REQUIRED')]);
  }, 30_000);
});
