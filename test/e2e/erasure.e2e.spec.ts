import pg from 'pg';
import { dossierEvents, type DossierEventType } from '#dossier';
import { eraseApplicant, numberOf, type Caller } from '#handling';
import { exportBundle, sealLedger, Signer, verifyLog } from '#inspection';
import { configuration, signingKey } from '#installation';
import { erased, ERASED, vietnamDay } from '#kernel';
import { rebuild } from '#read-store';
import { projections } from '#reports';
import { startEventStoreDbDouble, type EventStoreDbDouble } from '#testing';
import { trusting, verifyBundle } from '#verifier';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

const of = (id: string, role: string): Caller => ({ account: id, actor: { id, role, agency: 'H27.118' } });
const PERSONS = [of('lanhdao', 'leader'), of('vanthu', 'clerk')];
/** Everything of the person, in whatever form a table may hold it. */
const PERSONAL = /Quỳnh|quynh|0987654321|042190000777|ngõ nhỏ|quynh@|Việc riêng|đơn viết tay|gọi lúc nửa đêm/i;
const hers = {
  name: 'Trịnh Thị Quỳnh',
  kind: 'citizen',
  phone: '0987654321',
  identityNo: '042190000777',
  email: 'quynh@example.vn',
  address: 'Số 1 ngõ nhỏ',
};
const marriage: Body = { procedure: '1.000894', channel: 'counter', centre: 'H27.118.1', papers: [], sets: 1 };
const stated: Body = {
  applicant: hers,
  request: 'Việc riêng của Quỳnh',
  papers: [{ name: 'đơn viết tay.pdf', originals: 1, copies: 0, digital: false }],
};
/** What of a row of the register is of the person, or says how far the row follows the log. */
const CHANGES = ['applicant_name', 'phone', 'identity_no', 'erased_at', 'applicant_words', 'phone_digits'];
const FOLLOWS = ['revision', 'position', 'updated_at'];

type Row = Readonly<Record<string, unknown>>;

describe.each(['PostgreSQL', 'EventStoreDB'] as const)('an erased applicant, in a log in %s', (technology) => {
  let double: EventStoreDbDouble | null = null;
  let office: RunningOffice;
  let pool: pg.Pool;
  let signer: Signer;
  let hidden: { readonly dossierId: string; readonly code: string };
  let other: typeof hidden;

  beforeAll(async () => {
    if (technology === 'EventStoreDB') double = await startEventStoreDbDouble();
    office = await runningOffice(double === null ? {} : { EVENT_STORE_URL: double.url });
    pool = new pg.Pool({ connectionString: office.database.url, max: 2 });
    signer = new Signer(signingKey(configuration({}, { logLevel: 'error' })));
    hidden = (await office.post('/dossiers', { ...marriage, ...stated })).body;
    const neighbour = { name: 'Nguyễn Văn Nam', kind: 'citizen', phone: '0912000001' };
    other = (await office.post('/dossiers', { ...marriage, applicant: neighbour, request: 'Đăng ký kết hôn' })).body;
    office.clock.at = '2026-11-20T03:00:00.000Z';
    const late = { effectiveAt: '2026-11-20T02:30:00.000Z', lateReason: 'Bà Quỳnh gọi lúc nửa đêm' };
    await office.post(
      `/dossiers/${hidden.code}/request-supplement`,
      { items: ['đơn viết tay'], reason: 'Quỳnh nộp thiếu', ...late },
      { account: 'thuly' },
    );
    const { body } = await office.post(`/dossiers/${hidden.code}/withdraw-dossier`, {
      requestedBy: hers.name,
      reason: 'Việc riêng',
    });
    office.clock.at = '2027-01-05T02:00:00.000Z';
    await seal();
    await office.get(`/dossiers?atLeast=${body.position}&name=quynh`);
    await follows(body.position);
  }, 60_000);
  afterAll(async () => {
    await pool.end();
    await office.stop();
    await double?.stop();
  });

  const follows = (position: string) => office.get(`/dossiers/${other.code}/timeline?atLeast=${position}`);
  const seal = () => sealLedger({ ...office.installation, signer }, vietnamDay(office.installation.clock.now()));
  const rows = async (table: string): Promise<readonly Row[]> =>
    (
      await pool.query<Row>(
        `select * from read.${table} order by dossier_id${table === 'timeline' ? ', revision' : ''}`,
      )
    ).rows;
  const without = (row: Row | undefined, fields: readonly string[]): Row =>
    Object.fromEntries(Object.entries(row ?? {}).filter(([field]) => !fields.includes(field)));
  const bundleOf = ({ code, dossierId }: typeof hidden) =>
    exportBundle({ ...office.installation, signer }, { code, dossierId, number: numberOf(code) });
  const verified = async () => {
    const { events, covered } = await verifyLog(office.installation.log, trusting(signer.publicKey));
    return { events, covered };
  };
  const counts = async () => (await office.get('/dossiers/counts', 'thanhtra')).body;
  /** Every column of every table of these schemas, as text. */
  const dump = async (...schemas: readonly string[]): Promise<string> => {
    const { rows: tables } = await pool.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = any($1)`,
      [schemas],
    );
    const texts = await Promise.all(
      tables.map(({ name }) => pool.query<{ text: string }>(`select t::text as text from ${name} t`)),
    );
    return texts.flatMap(({ rows: found }) => found.map(({ text }) => text)).join('\n');
  };
  const logged = async (): Promise<string> => {
    const texts: string[] = [];
    const ending = new AbortController();
    for await (const { events, caughtUp } of office.installation.log.subscribe({
      prefixes: [''],
      signal: ending.signal,
    })) {
      texts.push(JSON.stringify(events));
      if (caughtUp) break;
    }
    ending.abort();
    return texts.join('\n');
  };

  it('is gone from wherever it could be read, while every figure, date and proof stands as before', async () => {
    const { installation } = office;
    const before = {
      register: await rows('register'),
      timeline: await rows('timeline'),
      counts: await counts(),
      bundle: await bundleOf(hidden),
      verified: await verified(),
    };
    expect(await dump('read')).toMatch(PERSONAL); // the desk searches by it
    expect((await office.get('/dossiers?name=quynh')).body.dossiers).toHaveLength(1);

    const given = { key: 'erase', correlationId: 'erase' };
    const order = { legalBasis: 'Đơn số 5', keptDays: 30 };
    const { position, revision } = await eraseApplicant(installation, PERSONS, given, hidden.code, order);
    await follows(position);

    expect(await dump('read', 'read_next', 'vault', 'event_store')).not.toMatch(PERSONAL);
    expect(await logged()).not.toMatch(PERSONAL);
    for (const path of ['', '/timeline', '/receipt'])
      expect((await office.get(`/dossiers/${hidden.code}${path}`)).text).not.toMatch(PERSONAL);
    expect((await office.get('/dossiers?name=quynh')).body.dossiers).toEqual([]);
    expect((await office.get('/dossiers?phone=0987654321')).body.dossiers).toEqual([]);
    expect((await office.get(`/dossiers?code=${hidden.code}`)).body.dossiers).toMatchObject([
      { code: hidden.code, applicantName: null, status: 'withdrawn', erasedAt: '2027-01-05T09:00:00+07:00' },
    ]);
    expect((await office.get(`/dossiers/${hidden.code}`)).body.applicant.name).toBe(ERASED);

    const register = await rows('register');
    for (const [at, row] of register.entries()) {
      const isHidden = row['dossier_id'] === hidden.dossierId;
      const personal = isHidden ? [...CHANGES, ...FOLLOWS] : [];
      expect(without(row, personal)).toEqual(without(before.register[at], personal));
    }
    expect(register.find((row) => row['dossier_id'] === hidden.dossierId)).toMatchObject({
      ...{ applicant_name: null, phone: null, identity_no: null, applicant_words: '', phone_digits: '' },
      revision,
    });
    expect(await counts()).toEqual(before.counts);
    interface Entry {
      readonly type: DossierEventType;
      readonly lateReason: string | null;
      readonly data: object;
    }
    const entriesOf = (timeline: readonly Row[], id: string): readonly Entry[] =>
      timeline.filter((row) => row['dossier_id'] === id).map((row) => row['entry'] as Entry);
    const timeline = await rows('timeline');
    expect(entriesOf(timeline, other.dossierId)).toEqual(entriesOf(before.timeline, other.dossierId));
    expect(entriesOf(timeline, hidden.dossierId).slice(0, -1)).toEqual(
      entriesOf(before.timeline, hidden.dossierId).map((entry) => ({
        ...entry,
        lateReason: entry.lateReason === null ? null : ERASED,
        data: erased(dossierEvents[entry.type].shape, entry.data),
      })),
    );

    const bundle = await bundleOf(hidden);
    expect(bundle.events.slice(0, -1)).toEqual(before.bundle.events);
    expect(bundle.proofs).toEqual(before.bundle.proofs);
    for (const one of [before.bundle, bundle]) verifyBundle(one, trusting(signer.publicKey));
    expect(await verified()).toEqual({ events: before.verified.events + 1, covered: before.verified.covered });
    await seal();
    expect(verifyBundle(await bundleOf(hidden), trusting(signer.publicKey)).uncovered).toEqual([]);
  }, 30_000);

  it.each(projections.map(({ name }) => name))(
    'is the same in the read model %s built anew from the log',
    async (name) => {
      const projection = projections.find((known) => known.name === name);
      if (projection === undefined) throw new Error(name);
      const before = await rows(name);
      await rebuild(office.installation.db, office.installation.store, projection);
      expect(await rows(name)).toEqual(before);
      expect(await dump('read', 'read_next')).not.toMatch(PERSONAL);
    },
  );

  it('is entered nowhere again: the dossier takes nothing more', async () => {
    const asked = { items: ['đơn'], reason: 'Quỳnh' };
    const { status, body } = await office.post(`/dossiers/${hidden.code}/add-papers`, { papers: [] });
    expect([status, body.code]).toEqual([409, 'applicant-erased']);
    expect((await office.post(`/dossiers/${hidden.code}/request-supplement`, asked, { account: 'thuly' })).status).toBe(
      409,
    );
  });
});
