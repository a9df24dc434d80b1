import pg from 'pg';
import { publishLocalVersion } from '#catalogue';
import { PostgresEventStore } from '#event-store';
import { Refusal, type Recorded } from '#kernel';
import { CatalogueFeed, DossierDesk, type Caller } from '#handling';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import { InterposedStore } from '../test/interposed-store.js';
import { given, marriage, officer, publishCatalogue, workflow } from '../test/office.js';

const at = (role: string, agency: string): Caller => ({
  account: `${role}@${agency}`,
  actor: { id: role, role, agency },
});
const appraiser = at('case-officer', 'H27.118');
const department = at('case-officer', 'H27.11');

describe('the desk, on the real log', () => {
  let database: FreshDatabase;
  let store: PostgresEventStore;
  let feed: CatalogueFeed;
  const clock = new StandingClock('2026-11-20T02:00:00.000Z'); // Friday 20/11, 09:00 in Hà Nội
  const desk = () => new DossierDesk(store, feed, clock);

  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open(database.url);
    await publishCatalogue(store);
    feed = await CatalogueFeed.start(store);
  });
  afterAll(async () => {
    await feed.close();
    await store.close();
    await database.drop();
  });

  const stream = async (name: string) => {
    const events: Recorded[] = [];
    for await (const event of store.read(name)) events.push(event);
    return events;
  };
  const refusal = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof Refusal ? error.code : error;
  };

  it('receives a dossier, gives it a code and a due date by the local limit', async () => {
    const { dossierId, code } = await desk().receive(officer, given('first'), marriage);
    expect(code).toBe('H27.118-261120-0001');
    const { history } = await desk().load(dossierId);
    // 3 working days from Friday 20/11 09:00: Monday 23, Wednesday 25 (24/11 is a holiday), Thursday 26
    expect(history.map(({ type, data }) => ('due' in data ? data.due.dueAt : type))).toEqual([
      '2026-11-26T02:00:00.000Z',
    ]);
  });

  it.each([
    ['at the counter (ND118-2025/15.1)', 'counter'],
    ['by post (ND118-2025/15.2)', 'post'],
    ['online (ND118-2025/15.3)', 'online'],
  ] as const)('receives what was filed %s, and the dossier keeps by which channel', async (_how, channel) => {
    const { dossierId } = await desk().receive(officer, given(`by-${channel}`), { ...marriage, channel });
    const { history } = await desk().load(dossierId);
    expect(history).toMatchObject([{ type: 'DossierReceived', data: { channel, limit: { basis: 'local' } } }]);
  });

  it('answers a repeated command as the first time and takes no second number', async () => {
    const first = await desk().receive(officer, given('again'), marriage);
    const second = await desk().receive(officer, given('again'), marriage);
    expect(second).toEqual(first);
    const numbers = await stream('numbering-H27.118-261120');
    expect(numbers.filter(({ data }) => 'dossierId' in data && data.dossierId === first.dossierId)).toHaveLength(1);
  });

  it('refuses a repeated key with another body', async () => {
    await desk().receive(officer, given('reused'), marriage);
    expect(await refusal(desk().receive(officer, given('reused'), { ...marriage, sets: 2 }))).toBe('key-reused');
  });

  it('finds a dossier by its code straight from the log, and knows no number that was not taken', async () => {
    const { dossierId, code } = await desk().receive(officer, given('found'), marriage);
    expect((await desk().findByCode(code ?? '')).dossierId).toBe(dossierId);
    expect(await refusal(desk().findByCode('H27.118-261120-9999'))).toBe('unknown-dossier');
  });

  it.each([
    ['an unknown procedure', { procedure: '9.999999' }, 'unknown-procedure'],
    ['an unknown deciding agency', { decidingAgency: 'H27.999' }, 'unknown-agency'],
    ['an abolished district', { decidingAgency: 'H27.33' }, 'agency-closed'],
    ['an applicant without a name', { applicant: { ...marriage.applicant, name: ' ' } }, 'invalid-input'],
    ['a case that does not exist', { case: 7 }, 'unknown-case'],
  ] as const)('refuses %s before a number is taken', async (_what, change, code) => {
    const before = await stream('numbering-H27.118-261120');
    expect(await refusal(desk().receive(officer, given(`no-${code}`), { ...marriage, ...change }))).toBe(code);
    expect(await stream('numbering-H27.118-261120')).toHaveLength(before.length);
  });

  it('lets one of two desks receive the same online dossier, and voids the number of the other if one was taken', async () => {
    const { dossierId } = await desk().submit(officer, given('online'), {
      procedure: marriage.procedure,
      channel: 'online',
      centre: marriage.centre,
      portalCode: 'G22-1',
      applicant: marriage.applicant,
      submitter: null,
      request: marriage.request,
      papers: [],
    });
    const online = { ...marriage, channel: 'online', dossierId } as const;
    const answers = await Promise.allSettled([
      desk().receive(officer, given('desk-1'), online),
      desk().receive(officer, given('desk-2'), online),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = answers.find((answer) => answer.status === 'rejected');
    expect(lost?.status === 'rejected' && lost.reason instanceof Refusal && lost.reason.code).toBe('already-received');
    const { history, state } = await desk().load(dossierId);
    expect(history.filter(({ type }) => type === 'DossierReceived')).toHaveLength(1);
    const taken = (await stream('numbering-H27.118-261120')).filter(
      ({ data }) => 'dossierId' in data && data.dossierId === dossierId,
    );
    expect(state.voided).toHaveLength(taken.length - 1);
  });

  it('lets the successor of a desk receive what was filed there, and nobody else', async () => {
    const { dossierId } = await desk().submit(officer, given('online-3'), {
      ...{ procedure: marriage.procedure, channel: 'online', centre: marriage.centre, portalCode: 'G22-3' },
      ...{ applicant: marriage.applicant, submitter: null, request: marriage.request, papers: [] },
    });
    const operator = { account: 'operator', actor: { id: 'operator', role: 'system', agency: null } };
    const to = 'H27.11';
    const data = { from: marriage.centre, to, legalBasis: 'Quyết định sắp xếp' };
    await desk().give(operator, given('handed over'), dossierId, { type: 'HandOverDossier', data });
    const successor = { account: 'tn', actor: { id: 'tn', role: 'reception-officer', agency: to } };
    const online = { ...marriage, channel: 'online', dossierId } as const;
    expect(await refusal(desk().receive(officer, given('too late'), online))).toBe('unknown-dossier');
    const reception = { ...online, centre: to, decidingAgency: 'H27.118' };
    expect((await desk().receive(successor, given('successor'), reception)).dossierId).toBe(dossierId);
  });

  it('voids the number of a desk that was overtaken after it took one', async () => {
    const { dossierId } = await desk().submit(officer, given('online-2'), {
      ...{ procedure: marriage.procedure, channel: 'online', centre: marriage.centre, portalCode: 'G22-2' },
      ...{ applicant: marriage.applicant, submitter: null, request: marriage.request, papers: [] },
    });
    const online = { ...marriage, channel: 'online', dossierId } as const;
    const overtaken = new InterposedStore(store);
    const slow = new DossierDesk(overtaken, feed, clock);
    overtaken.beforeAppendTo('numbering-', () => desk().receive(officer, given('fast'), online));
    expect(await refusal(slow.receive(officer, given('slow'), online))).toBe('already-received');
    const { state, history } = await desk().load(dossierId);
    expect(history.map(({ type }) => type)).toEqual(['DossierSubmitted', 'DossierReceived', 'NumberVoided']);
    const [fast, lost] = (await stream('numbering-H27.118-261120')).slice(-2);
    expect(state.voided).toEqual([`H27.118-261120-${String((lost?.revision ?? 0) + 1).padStart(4, '0')}`]);
    expect(fast?.revision).toBe((lost?.revision ?? 0) - 1);
  });

  it('decides a command again when others wrote in between, and gives it where it still holds', async () => {
    const { dossierId } = await desk().receive(officer, given('between'), marriage);
    const overtaken = new InterposedStore(store);
    const slow = new DossierDesk(overtaken, feed, clock);
    const fee = (receiptNo: string) => ({ type: 'PayFee', data: { amount: 1_000, receiptNo } }) as const;
    const withdraw = { type: 'WithdrawDossier', data: { requestedBy: 'Nguyễn Thị Hoa', reason: 'Thôi' } } as const;
    overtaken.beforeAppendTo('dossier-', () => desk().give(officer, given('between-1'), dossierId, fee('1')));
    expect((await slow.give(officer, given('between-2'), dossierId, fee('2'))).revision).toBe(2);
    overtaken.beforeAppendTo('dossier-', () => desk().give(officer, given('between-3'), dossierId, withdraw));
    const add = { type: 'AddPapers', data: { papers: [] } } as const;
    expect(await refusal(slow.give(officer, given('between-4'), dossierId, add))).toBe('not-in-state');
    expect((await desk().load(dossierId)).state.situation.is).toBe('withdrawn');
  });

  it('takes numbers without a gap while sixteen desks receive at once', async () => {
    clock.at = '2026-11-23T02:00:00.000Z';
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, at) => desk().receive(officer, given(`rush-${at}`), marriage)),
    );
    const numbers = answers.map(({ code }) => Number(code?.split('-').at(-1))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, at) => at + 1));
  });

  it('hides what somebody has nothing to do with, and refuses what is not their duty, leaving no event', async () => {
    const { dossierId, code } = await desk().receive(officer, given('scoped'), marriage);
    const step = { type: 'CompleteStep', data: { step: 'appraise', note: null } } as const;
    const asked = (caller: Caller, request: Parameters<DossierDesk['give']>[3] = step) =>
      refusal(desk().give(caller, given(`scoped ${caller.account} ${request.type}`), code ?? '', request));
    expect(await asked(department)).toBe('unknown-dossier'); // it exists, but not for them
    expect(await refusal(desk().findFor(department, 'read-dossier', code ?? ''))).toBe('unknown-dossier');
    expect(await asked(at('unit-head', 'H27.118'))).toBe('not-allowed'); // the step is a case officer's
    expect(await asked(at('administrator', 'H27.118'))).toBe('not-allowed');
    const take = { type: 'AcceptTransfer', data: { transfer: 1, by: 'H27.11' } } as const;
    expect(await asked(appraiser, take)).toBe('not-allowed'); // nothing was sent to them
    expect((await desk().load(dossierId)).history).toHaveLength(1);
    expect((await desk().findFor(at('inspector', 'H27'), 'read-dossier', code ?? '')).dossierId).toBe(dossierId);
  });

  it.each([
    ['at the counter (ND118-2025/15.1)', 'counter'],
    ['by post (ND118-2025/15.2)', 'post'],
    ['online (ND118-2025/15.3)', 'online'],
  ] as const)('receives what was filed %s, and the dossier keeps by which channel', async (_how, channel) => {
    const { dossierId } = await desk().receive(officer, given(`by-${channel}`), { ...marriage, channel });
    const { history } = await desk().load(dossierId);
    expect(history).toMatchObject([{ type: 'DossierReceived', data: { channel, limit: { basis: 'local' } } }]);
  });

  it('answers a repeated command as the first time also when the dossier has gone out of reach', async () => {
    const { dossierId } = await desk().receive(officer, given('away'), marriage);
    const to = (agency: string) =>
      ({
        type: 'TransferDossier',
        data: { to: agency, leg: null, work: 'Xác minh', limit: null, form: 'electronic' },
      }) as const;
    await desk().give(appraiser, given('away-1'), dossierId, to('H27.11'));
    const taken = { type: 'AcceptTransfer', data: { transfer: 1, by: 'H27.11' } } as const;
    await desk().give(department, given('away-2'), dossierId, taken);
    const back = await desk().give(department, given('away-3'), dossierId, to('H27.118'));
    const again = { type: 'AcceptTransfer', data: { transfer: 2, by: 'H27.118' } } as const;
    await desk().give(appraiser, given('away-4'), dossierId, again);
    expect(await refusal(desk().findFor(department, 'read-dossier', dossierId))).toBe('unknown-dossier');
    expect(await desk().give(department, given('away-3'), dossierId, to('H27.118'))).toEqual(back);
  });

  it('refuses a stale revision and leaves no event behind', async () => {
    const { dossierId } = await desk().receive(officer, given('stale'), marriage);
    const request = { type: 'CompleteStep', data: { step: 'appraise', note: null } } as const;
    expect(await refusal(desk().give(appraiser, given('s', { expectedRevision: 5 }), dossierId, request))).toBe(
      'stale-revision',
    );
    expect((await desk().load(dossierId)).history).toHaveLength(1);
  });

  it('takes a dossier through a supplement and a transfer to another level to its result', async () => {
    clock.at = '2026-11-20T02:00:00.000Z';
    const { dossierId } = await desk().receive(officer, given('whole-life'), marriage);
    const give = (at: string, request: Parameters<DossierDesk['give']>[3], caller = officer) => {
      clock.at = at;
      return desk().give(caller, given(`${request.type} ${at}`), dossierId, request);
    };
    await give(
      '2026-11-20T03:00:00.000Z',
      {
        type: 'RequestSupplement',
        data: { items: ['Giấy xác nhận tình trạng hôn nhân'], reason: 'Thiếu giấy tờ' },
      },
      appraiser,
    );
    await give('2026-11-23T02:00:00.000Z', { type: 'CompleteSupplement', data: { papers: [] } });
    await give('2026-11-23T03:00:00.000Z', {
      type: 'TransferDossier',
      data: { to: 'H27.11', leg: null, work: 'Xác minh', limit: null, form: 'electronic' },
    });
    await give('2026-11-23T04:00:00.000Z', { type: 'AcceptTransfer', data: { transfer: 1, by: 'H27.11' } }, department);
    await give(
      '2026-11-25T02:00:00.000Z',
      { type: 'CompleteStep', data: { step: 'appraise', note: null } },
      department,
    );
    await give(
      '2026-11-25T03:00:00.000Z',
      {
        type: 'ApproveDecision',
        data: { signer: 'Trần Văn Nam', documentNo: '12/QĐ' },
      },
      at('leader', 'H27.118'),
    );
    await give('2026-11-25T04:00:00.000Z', { type: 'MarkResultReady', data: { papers: [] } }, at('clerk', 'H27.118'));
    await give('2026-11-25T06:30:00.000Z', { type: 'ReturnResult', data: { to: 'Nguyễn Thị Hoa', how: 'counter' } });
    const { state } = await desk().load(dossierId);
    expect(state.situation.is).toBe('returned');
    expect('case' in state.situation && state.situation.case.dates).toEqual({
      first: '2026-11-26T02:00:00.000Z',
      lawful: '2026-11-27T02:00:00.000Z', // RESET on Monday 23/11 09:00: Wednesday 25, Thursday 26, Friday 27
      current: '2026-11-27T02:00:00.000Z',
    });
  });

  it('stops only the dossier whose stream holds an unknown event', async () => {
    const { dossierId } = await desk().receive(officer, given('unknown-event'), marriage);
    const [first] = await stream(`dossier-${dossierId}`);
    if (first === undefined) throw new Error('the reception left no event');
    const alien = { id: '00000000-0000-4000-8000-00000000abcd', type: 'DossierTeleported', v: 1, data: {} };
    await store.append(`dossier-${dossierId}`, 0, [{ ...alien, meta: first.meta }]);
    const request = { type: 'CompleteStep', data: { step: 'appraise', note: null } } as const;
    expect(await refusal(desk().give(appraiser, given('t'), dossierId, request))).toBe('dossier-corrupt');
    const other = await desk().receive(officer, given('another'), marriage);
    expect(other.code).toMatch(/^H27\.118-/);
  });

  it('stops only the dossier from whose stream an event was taken away', async () => {
    const { dossierId } = await desk().receive(officer, given('gap'), marriage);
    const fee = (receiptNo: string) => ({ type: 'PayFee', data: { amount: 1_000, receiptNo } }) as const;
    await desk().give(officer, given('gap-1'), dossierId, fee('1'));
    await desk().give(officer, given('gap-2'), dossierId, fee('2'));
    const admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
    await admin.query(`delete from event_store.events where stream = $1 and revision = 1`, [`dossier-${dossierId}`]);
    await admin.end();
    expect(await refusal(desk().give(officer, given('gap-3'), dossierId, fee('3')))).toBe('dossier-corrupt');
    expect((await desk().receive(officer, given('beside-the-gap'), marriage)).code).toMatch(/^H27\.118-/);
  });

  it('keeps a dossier on the procedure version of its reception', async () => {
    const { dossierId } = await desk().receive(officer, given('pinned'), marriage);
    const current = feed.view.findLocal(marriage.procedure);
    if (current === undefined) throw new Error('the procedure is not published');
    const { version: _, ...same } = current;
    const longer = { ...same, limits: same.limits.map((limit) => ({ ...limit, local: null })) };
    const [published] = publishLocalVersion(current, longer, workflow);
    if (published === undefined) throw new Error('nothing was published');
    const stream = `procedure-${marriage.procedure}`;
    const { history } = await desk().load(dossierId);
    const meta = history[0]?.meta;
    if (meta === undefined) throw new Error('the reception left no event');
    const id = '00000000-0000-4000-8000-00000000abcf';
    const { position } = await store.append(stream, feed.view.revisionOf(stream), [{ ...published, id, meta }]);
    await feed.waitFor(position);
    await desk().give(officer, given('pinned-fee'), dossierId, { type: 'PayFee', data: { amount: 1, receiptNo: '1' } });
    const versionOf = async (id: string) =>
      (await desk().load(id)).history.flatMap(({ data }) =>
        'limit' in data && 'procedure' in data ? [data.procedure.version] : [],
      );
    expect(await versionOf(dossierId)).toEqual([current.version]);
    const later = await desk().receive(officer, given('after-the-change'), marriage);
    expect(await versionOf(later.dossierId)).toEqual([current.version + 1]);
  });
});
