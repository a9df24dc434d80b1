import { PostgresEventStore } from '#event-store';
import { CatalogueFeed, DossierDesk, type Caller, type DossierRequest } from '#handling';
import { Refusal } from '#kernel';
import { freshDatabase, StandingClock, type FreshDatabase } from '#testing';
import { InterposedStore } from '../test/interposed-store.js';
import { given, land, marriage, officer, publishCatalogue } from '../test/office.js';

const at = (name: string, agency: string): Caller => ({
  account: `${name}@${agency}`,
  actor: { id: `${name}@${agency}`, role: 'case-officer', agency },
});
const appraiser = at('thuly', 'H27.118');
const [first, second] = [at('một', 'H27.11'), at('hai', 'H27.11')];

const sending = (to: string, leg: string | null = null): DossierRequest => ({
  type: 'TransferDossier',
  data: { to, leg, work: 'Xác minh', limit: null, form: 'electronic' },
});
const accepting = (by = 'H27.11', transfer = 1): DossierRequest => ({ type: 'AcceptTransfer', data: { transfer, by } });
const completing: DossierRequest = {
  type: 'CompleteLeg',
  data: { leg: 'verify', by: 'H27.11', result: 'Đã xác minh', papers: [] },
};

describe('between agencies, on the real log', () => {
  let database: FreshDatabase;
  let store: PostgresEventStore;
  let feed: CatalogueFeed;
  let desk: DossierDesk;
  const clock = new StandingClock('2026-11-20T02:00:00.000Z'); // Friday 20/11, 09:00 in Hà Nội

  beforeAll(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open(database.url);
    await publishCatalogue(store);
    feed = await CatalogueFeed.start(store);
    desk = new DossierDesk(store, feed, clock);
  });
  afterAll(async () => {
    await feed.close();
    await store.close();
    await database.drop();
  });

  let keys = 0;
  const key = () => given(`key-${(keys += 1)}`);
  const give = (caller: Caller, dossierId: string, request: DossierRequest, by = desk) =>
    by.give(caller, key(), dossierId, request);
  const refusal = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof Refusal ? error.code : error;
  };
  const received = async (what = marriage) => (await desk.receive(officer, key(), what)).dossierId;
  const written = async (dossierId: string, type: string) =>
    (await desk.load(dossierId)).history.filter((event) => event.type === type).length;

  /** What each of two officers is told who give a command at the same moment: the second has seen what the first saw. */
  const atOnce = async (dossierId: string, request: DossierRequest) => {
    const overtaken = new InterposedStore(store);
    const slow = new DossierDesk(overtaken, feed, clock);
    overtaken.beforeAppendTo('dossier-', () => give(first, dossierId, request));
    return refusal(give(second, dossierId, request, slow));
  };

  it.each([
    ['closed', 'H27.33', 'agency-closed'],
    ['unknown', 'H27.999', 'unknown-agency'],
    ['the same', 'H27.118', 'same-agency'],
  ])('nothing goes to an agency that is %s', async (_what, to, code) => {
    const dossierId = await received();
    expect(await refusal(give(appraiser, dossierId, sending(to)))).toBe(code);
    expect((await desk.load(dossierId)).history).toHaveLength(1);
  });

  it('a leg goes only to an agency of the kind that the workflow names, that works', async () => {
    const dossierId = await received(land);
    expect(await refusal(give(appraiser, dossierId, sending('H27.118', 'verify')))).toBe('agency-of-another-kind');
    expect(await refusal(give(appraiser, dossierId, sending('H27.33', 'confirm')))).toBe('agency-closed');
    expect(await refusal(give(appraiser, dossierId, sending('H27.11', 'nowhere')))).toBe('unknown-leg');
    await give(appraiser, dossierId, sending('H27.11', 'verify'));
    await give(appraiser, dossierId, sending('H27.118', 'confirm')); // its own leg
    expect(await written(dossierId, 'DossierTransferred')).toBe(2);
  });

  it('of two officers who take over at once one does, and the other is told so', async () => {
    const dossierId = await received();
    await give(appraiser, dossierId, sending('H27.11'));
    expect(await atOnce(dossierId, accepting())).toBe('already-accepted');
    expect(await written(dossierId, 'TransferAccepted')).toBe(1);
  });

  it('of two officers who deliver a leg at once one does, and the other is told that the dossier has changed', async () => {
    const dossierId = await received(land);
    await give(appraiser, dossierId, sending('H27.118', 'confirm'));
    await give(appraiser, dossierId, accepting('H27.118'));
    const confirmed = { leg: 'confirm', by: 'H27.118', result: 'Đúng', papers: [] };
    await give(appraiser, dossierId, sending('H27.11', 'verify'));
    await give(first, dossierId, accepting('H27.11', 2));
    expect(await refusal(give(first, dossierId, completing))).toBe('leg-not-ready');
    await give(appraiser, dossierId, { type: 'CompleteLeg', data: confirmed });
    expect(await atOnce(dossierId, completing)).toBe('stale-revision'); // delivered: it has to do with them no more
    expect(await written(dossierId, 'LegCompleted')).toBe(2);
  });

  it('of two agencies that a whole dossier is sent to at once it goes to one', async () => {
    const dossierId = await received();
    const answers = await Promise.all([
      refusal(give(appraiser, dossierId, sending('H27.11'))),
      refusal(give(at('khác', 'H27.118'), dossierId, sending('H27.11'))),
    ]);
    expect(answers.toSorted()).toEqual(['not-in-state', null]);
    expect(await written(dossierId, 'DossierTransferred')).toBe(1);
  });

  it('what was taken over is not taken over again, neither by the same officer nor by another', async () => {
    const dossierId = await received();
    await give(appraiser, dossierId, sending('H27.11'));
    await give(first, dossierId, accepting());
    expect(await refusal(give(first, dossierId, accepting()))).toBe('already-accepted');
    expect(await refusal(give(second, dossierId, accepting()))).toBe('already-accepted');
    expect(await refusal(give(second, dossierId, accepting('H27.11', 2)))).toBe('not-addressed'); // never sent
  });

  it('who belongs to an agency that has ended acts on nothing', async () => {
    const dossierId = await received();
    expect(await refusal(give(at('cũ', 'H27.33'), dossierId, accepting('H27.33')))).toBe('agency-closed');
  });
});
