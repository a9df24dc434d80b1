import request from 'supertest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD, rights, type Right } from '#access';
import { everyRouteHasARule, RouteWithoutRule } from '../../apps/api/src/session/every-route-has-a-rule.js';
import { AgenciesController } from '../../apps/api/src/agencies/agencies.controller.js';
import { RIGHT } from '../../apps/api/src/session/may.js';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const OWN_CENTRE = 'H27.118.1';
const OTHER_CENTRE = 'H27.119.1';
const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: OTHER_CENTRE,
  applicant: { name: 'Trần Văn Bình', kind: 'citizen', phone: '0912000009', identityNo: '000123456789' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};
interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
}
interface Operation {
  readonly 'x-right'?: Right | 'anybody-logged-in';
  readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Schema } } };
}

/** Something that a schema lets pass; an instant where one may be asked for. */
function plausible(schema: Schema | undefined): unknown {
  if (schema?.nullable === true) return null;
  if (schema?.enum !== undefined) return schema.enum[0];
  if (schema?.type === 'string') return '2026-12-01T09:00:00+07:00';
  if (schema?.type === 'array') return [];
  if (schema?.type !== 'object') return schema?.type === 'boolean' ? true : 1;
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !LATE.includes(name));
  return Object.fromEntries(fields.map(([name, field]) => [name, plausible(field)]));
}
const LATE = ['effectiveAt', 'lateReason'];

/** A problem without the id of its request. */
const shown = ({ requestId, ...problem }: Readonly<Record<string, unknown>>) => {
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  return problem;
};
const PUBLIC = ['/session post', '/problems/{code} get', '/health get', '/health/live get', '/health/ready get'];

describe('every route, as every role and as a stranger', () => {
  let office: RunningOffice;
  let foreign: string;
  let operations: readonly (readonly [path: string, method: 'get' | 'post' | 'put' | 'delete', Operation])[];
  beforeAll(async () => {
    office = await runningOffice();
    const account = { name: 'tiepnhankhac', role: 'reception-officer', agency: OTHER_CENTRE } as const;
    await office.installation.accounts.create(account, DEMO_PASSWORD);
    const { body } = await office.post('/dossiers', marriage, { account: 'tiepnhankhac' });
    foreign = body.code;
    const { body: docs } = await request(office.server).get('/docs-json');
    operations = Object.entries<Record<'get' | 'post' | 'put' | 'delete', Operation>>(docs.paths).flatMap(
      ([path, methods]) =>
        (['get', 'post', 'put', 'delete'] as const).flatMap((method) =>
          methods[method] ? [[path, method, methods[method]] as const] : [],
        ),
    );
  }, 60_000);
  afterAll(() => office.stop());

  const ask = (method: 'get' | 'post' | 'put' | 'delete', path: string, token?: string) => {
    const asked = request(office.server)[method](path.replace('{dossier}', foreign).replace('{code}', 'x'));
    return token === undefined ? asked : asked.set('authorization', `Bearer ${token}`).set('idempotency-key', 'walk');
  };

  it('knows a stranger on the public routes only', async () => {
    expect(operations.length).toBeGreaterThan(40);
    for (const [path, method] of operations) {
      const isPublic = PUBLIC.includes(`${path} ${method}`);
      expect([path, method, (await ask(method, path)).status === 401]).toEqual([path, method, !isPublic]);
    }
  }, 30_000);

  it('refuses each role what its line of the table does not give, and does not exist where it has nothing to do', async () => {
    for (const { name, role, agency } of DEMO_ACCOUNTS) {
      const token = await office.tokenOf(name);
      for (const [path, method, { 'x-right': right }] of operations) {
        if (right === undefined || right === 'anybody-logged-in') continue;
        const { status, body } = await ask(method, path, token);
        const where = `${name} ${method} ${path}: ${status} ${body.code ?? ''}`;
        if (rights[right][role] === undefined) expect(where).toMatch(/: 403 not-allowed$/);
        else if (path.includes('{dossier}') && method === 'get' && !(role === 'inspector' && agency === null))
          expect(where).toMatch(/: 404 unknown-dossier$/);
        else expect(where).not.toMatch(/: (401|500|201)/);
      }
    }
  }, 60_000);

  it("answers every command on another agency's dossier, of each role that may give it, as if there were none", async () => {
    const before = await office.logged();
    const absent = foreign.replace(/\d{4}$/, '9999');
    const commands = operations.filter(([path, method]) => method === 'post' && path.includes('{dossier}'));
    expect(commands.length).toBeGreaterThan(25);
    for (const { name: account, role } of DEMO_ACCOUNTS)
      for (const [path, , { 'x-right': right, requestBody }] of commands) {
        if (right === undefined || right === 'anybody-logged-in' || rights[right][role] === undefined) continue;
        const schema = requestBody?.content['application/json']?.schema;
        const asked = (code: string) =>
          schema === undefined
            ? office.upload(code, [{ field: 'name', content: 'Tờ khai' }], { account })
            : office.post(path.replace('{dossier}', code), plausible(schema) as Body, { account });
        const [hidden, none] = [await asked(foreign), await asked(absent)];
        expect([account, path, hidden.status, shown(hidden.body)]).toEqual([account, path, 404, shown(none.body)]);
      }
    expect(await office.logged()).toBe(before);
  }, 60_000);

  it('counts and finds for each only what is theirs, whatever is asked', async () => {
    await office.post('/dossiers', { ...marriage, centre: OWN_CENTRE });
    const { body: last } = await office.post('/dossiers', marriage, { account: 'tiepnhankhac' });
    const find = async (account: string, query: string) =>
      (await office.get(`/dossiers?${query}&atLeast=${last.position}`, account)).body.dossiers.map(
        ({ centre }: { centre: string }) => centre,
      );
    const counted = async (account: string) => {
      const { body } = await office.get(`/dossiers/counts?atLeast=${last.position}`, account);
      return Object.values<number>(body).reduce((sum, count) => sum + count, 0);
    };
    expect(await find('tiepnhan', 'name=binh')).toEqual(['H27.118.1']);
    expect(await find('tiepnhan', `agency=${OTHER_CENTRE}`)).toEqual([]);
    expect(await find('tiepnhan', `code=${foreign}`)).toEqual([]);
    expect(await find('thanhtra', 'name=binh')).toHaveLength(3);
    expect([await counted('tiepnhan'), await counted('tiepnhankhac'), await counted('thanhtra')]).toEqual([1, 2, 3]);
    expect([await counted('cong'), await counted('lanhdao'), await counted('thulytinh')]).toEqual([0, 1, 0]);
  });

  it('shows an inspector the name of an applicant and no contact, anywhere, and finds nobody by telephone for them', async () => {
    const { body } = await office.get('/dossiers?name=binh', 'thanhtra');
    const pages = [
      body,
      ...(await Promise.all(
        ['', '/timeline'].map(async (part) => (await office.get(`/dossiers/${foreign}${part}`, 'thanhtra')).body),
      )),
    ];
    for (const page of pages) {
      expect(JSON.stringify(page)).toContain('Trần Văn Bình');
      expect(JSON.stringify(page)).not.toMatch(/0912000009|000123456789/);
    }
    expect((await office.get('/dossiers?phone=0912000009', 'thanhtra')).status).toBe(403);
    expect(JSON.stringify((await office.get(`/dossiers/${foreign}`, 'tiepnhankhac')).body)).toContain('0912000009');
  });

  it('does not receive a dossier that was submitted to another centre, nor says that there is one', async () => {
    const online = {
      procedure: marriage.procedure,
      applicant: marriage.applicant,
      request: marriage.request,
      papers: [],
    };
    const filed = { ...online, channel: 'online', centre: OTHER_CENTRE };
    const { body: submitted } = await office.post('/dossiers/submissions', filed, { account: 'cong' });
    const before = await office.logged();
    const hidden = await office.post('/dossiers', { ...marriage, centre: OWN_CENTRE, dossierId: submitted.dossierId });
    expect([hidden.status, hidden.body.code]).toEqual([404, 'unknown-dossier']);
    expect(await office.logged()).toBe(before);
  });

  it('does not start with a route that has no rule', () => {
    const metadata = Reflect.getMetadata(RIGHT, AgenciesController);
    Reflect.deleteMetadata(RIGHT, AgenciesController);
    expect(() => everyRouteHasARule([AgenciesController])).toThrow(RouteWithoutRule);
    Reflect.defineMetadata(RIGHT, metadata, AgenciesController);
    expect(() => everyRouteHasARule([AgenciesController])).not.toThrow();
  });
});
