import { DEMO_PASSWORD, type Role } from '#access';
import { legsOf, type Leg } from '#dossier';
import { runningOffice, type Body, type RunningOffice } from './running-office.js';

interface Linked {
  readonly field: string;
  readonly procedure: string;
  readonly decidingAgency: string;
  readonly centre: string;
  /** Who does each leg, in an order in which none comes before those that it waits for. */
  readonly legs: Readonly<Record<string, string>>;
}

const [commune, police, department] = ['H27.118', 'H27.118.2', 'H27.12'];
const FIELDS: readonly Linked[] = [
  {
    ...{ field: 'Hộ tịch', procedure: '2.000986', decidingAgency: commune, centre: 'H27.118.1' },
    legs: { birth: commune, residence: police, insurance: 'G24.H27.1' },
  },
  {
    ...{ field: 'Đất đai', procedure: '1.012753', decidingAgency: commune, centre: 'H27.118.1' },
    legs: { confirm: commune, appraise: 'H27.14.11', tax: 'G12.H27.1', certificate: commune },
  },
  {
    ...{ field: 'Hoạt động xây dựng', procedure: '1.013236', decidingAgency: 'H27.15', centre: 'H27.02' },
    legs: { appraise: 'H27.15', planning: commune, fire: 'G01.H27', licence: 'H27.15' },
  },
  {
    ...{ field: 'Thành lập và hoạt động doanh nghiệp', procedure: '2.001610' },
    ...{ decidingAgency: department, centre: 'H27.02', legs: { register: department, taxcode: 'G12.H27' } },
  },
  {
    ...{ field: 'Đầu tư tại Việt Nam', procedure: '1.009645', decidingAgency: 'H27', centre: 'H27.118.1' },
    legs: { appraise: department, land: 'H27.14', build: 'H27.15', commune, submit: department, decide: 'H27' },
  },
];
const onPaper: Linked = {
  ...{ field: 'Hộ tịch', procedure: 'LT.KHAITU', decidingAgency: commune, centre: 'H27.118.1' },
  legs: { death: commune, residence: police, allowance: 'G24.H27' },
};

/** Every account logs in once, which takes its time on purpose. */
const PATIENCE_MS = 60_000;

describe('liên thông: one dossier, several agencies and levels, over HTTP', () => {
  let office: RunningOffice;
  const accounts = new Set<string>();

  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  /** The account of a role at an agency, made where there is none yet. */
  const of = async (role: Role, agency: string): Promise<string> => {
    const name = `${role}.${agency}`.toLowerCase();
    if (!accounts.has(name)) await office.installation.accounts.create({ name, role, agency }, DEMO_PASSWORD);
    accounts.add(name);
    return name;
  };
  const officer = (agency: string) => of('case-officer', agency);
  const later = (hours: number) => {
    office.clock.at = new Date(Date.parse(office.clock.at) + hours * 3_600_000).toISOString();
  };

  /** A dossier of a procedure, and how its agencies act on it. */
  const received = async ({ procedure, centre, decidingAgency }: Linked) => {
    const body = {
      ...{ procedure, channel: 'counter', centre, decidingAgency, sets: 1, papers: [], request: 'Giải quyết' },
      applicant: { name: 'Lê Văn Đức', kind: 'citizen' },
    };
    const { body: answer } = await office.post('/dossiers', body, { account: await of('reception-officer', centre) });
    let transfers = 0;
    const ask = async (account: string, command: string, given: Body) =>
      office.post(`/dossiers/${answer.code}/${command}`, given, { account });
    const give = async (account: string, command: string, given: Body) => {
      const { status, body: told } = await ask(account, command, given);
      expect([command, given, status, told.code]).toEqual([command, given, 200, answer.code]);
      return told;
    };
    const send = async (leg: string | null, to: string, form = 'electronic'): Promise<number> => {
      await give(await officer(decidingAgency), 'transfer-dossier', { to, leg, work: 'Phần việc', form });
      return (transfers += 1);
    };
    return {
      code: String(answer.code),
      dossierId: String(answer.dossierId),
      position: String(answer.position),
      ask,
      give,
      send,
      accept: async (transfer: number, by: string) => give(await officer(by), 'accept-transfer', { transfer, by }),
      complete: async (leg: string, by: string) =>
        give(await officer(by), 'complete-leg', { leg, by, result: 'Đã giải quyết', papers: [] }),
    };
  };
  type Dossier = Awaited<ReturnType<typeof received>>;

  const legs = async ({ dossierId }: Dossier): Promise<readonly Leg[]> => {
    const { desk, catalogue } = office.installation;
    return legsOf((await desk.load(dossierId)).history, catalogue.view.calendar());
  };

  /** The steps inside the deciding agency, from assignment to the citizen. */
  const decided = async ({ give }: Dossier, { decidingAgency, centre }: Linked) => {
    const head = await of('unit-head', decidingAgency);
    await give(head, 'assign-dossier', { officer: 'thuly', step: 'appraise' });
    await give(await officer(decidingAgency), 'complete-step', { step: 'appraise' });
    await give(head, 'complete-step', { step: 'check' });
    await give(await of('leader', decidingAgency), 'approve-decision', { signer: 'Trần Văn Nam', documentNo: '12' });
    await give(await of('clerk', decidingAgency), 'mark-result-ready', { papers: [] });
    return give(await of('reception-officer', centre), 'return-result', { to: 'Lê Văn Đức', how: 'counter' });
  };

  it.each(FIELDS)(
    '$field ($procedure), received at $centre for $decidingAgency (ND118-2025/14.2), goes to all its agencies at once and to its result',
    async (linked) => {
      const dossier = await received(linked);
      const decider = await officer(linked.decidingAgency);
      const sent = new Map<string, number>();
      for (const [leg, to] of Object.entries(linked.legs)) sent.set(leg, await dossier.send(leg, to));
      for (const [leg, to] of Object.entries(linked.legs)) {
        await dossier.accept(sent.get(leg) ?? 0, to);
        if (leg === 'tax') {
          await dossier.give(decider, 'request-financial-obligation', { amount: 12_500_000, noticeNo: 'TB-45' });
          const early = { leg, by: to, result: 'Đã thu', papers: [] };
          const { status, body } = await dossier.ask(await officer(to), 'complete-leg', early);
          expect([status, body.code]).toEqual([409, 'payment-awaited']);
          later(2);
          await dossier.give(decider, 'fulfil-financial-obligation', { noticeNo: 'TB-45' });
        }
        await dossier.complete(leg, to);
      }
      const last = await decided(dossier, linked);
      const told = await legs(dossier);
      expect(told.map(({ id, holder, status, punctuality }) => [id, holder, status, punctuality])).toEqual(
        Object.entries(linked.legs).map(([leg, to]) => [leg, to, 'done', 'early']),
      );
      for (const { startedAt, after } of told)
        for (const before of told.filter(({ id }) => after.includes(id)))
          expect((startedAt ?? '') >= (before.completedAt ?? '')).toBe(true);
      const { body: shown } = await office.get(`/dossiers/${dossier.code}`, decider);
      expect(shown).toMatchObject({ status: 'returned', decision: 'granted' });
      const { body: register } = await office.get(`/dossiers?code=${dossier.code}&atLeast=${last.position}`, decider);
      expect(register.dossiers).toHaveLength(1); // also a group of procedures: one dossier, one code, one line
    },
    PATIENCE_MS,
  );

  it(
    'counts a group of procedures once, under one code of the centre that received it',
    async () => {
      const group = FIELDS[0] ?? onPaper;
      const count = async (position: string) => {
        const path = `/dossiers/counts?procedure=${group.procedure}&atLeast=${position}`;
        const { body } = await office.get(path, await officer(commune));
        return Object.values<number>(body).reduce((a, b) => a + b, 0);
      };
      const first = await received(group);
      expect(first.code).toMatch(/^H27[.]118[.]1-261\d{3}-\d{4}$/); // Article 28.2.a
      const before = await count(first.position);
      const second = await received(group);
      const birth = { to: commune, leg: 'birth', work: 'Khai sinh', form: 'electronic' };
      const sent = await second.give(await officer(commune), 'transfer-dossier', birth);
      expect(await count(sent.position)).toBe(before + 1);
    },
    PATIENCE_MS,
  );

  it(
    'on paper it goes from one to the next; one sends it back, gets it again; an opinion is asked and answered',
    async () => {
      const dossier = await received(onPaper);
      const decider = await officer(commune);
      const paper = { work: 'Phần việc', form: 'paper' };
      await dossier.accept(await dossier.send('death', commune, 'paper'), commune);
      const tooEarly = await dossier.ask(decider, 'transfer-dossier', { ...paper, to: police, leg: 'residence' });
      expect([tooEarly.status, tooEarly.body.code, tooEarly.body.law]).toEqual([
        ...[409, 'leg-not-ready', 'ND118-2025/20.2'],
      ]);
      await dossier.complete('death', commune);

      const sent = await dossier.send('residence', police, 'paper');
      const elsewhere = await dossier.ask(decider, 'transfer-dossier', { ...paper, to: 'G24.H27', leg: 'allowance' });
      expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'leg-not-ready']); // the paper is with the police
      const why = { transfer: sent, by: police, reason: 'Thiếu sổ hộ khẩu' };
      await dossier.give(await officer(police), 'return-transfer', why);
      const early = await dossier.ask(await of('leader', commune), 'approve-decision', {
        signer: 'A',
        documentNo: '1',
      });
      expect(early.body.code).toBe('steps-open');
      await dossier.accept(await dossier.send('residence', police, 'paper'), police);
      await dossier.complete('residence', police);

      const justice = 'H27.11';
      const question = { agency: justice, content: 'Thẩm quyền', answerBy: '2026-12-04T10:00:00.000Z' };
      await dossier.give(decider, 'request-opinion', question);
      const { body: seen } = await office.get(`/dossiers/${dossier.code}`, await officer(justice));
      expect(seen.code).toBe(dossier.code); // who is asked may read
      await dossier.give(decider, 'record-opinion', { opinion: 1, content: 'Đúng thẩm quyền' });
      expect((await office.get(`/dossiers/${dossier.code}`, await officer(justice))).status).toBe(404);

      await dossier.accept(await dossier.send('allowance', 'G24.H27', 'paper'), 'G24.H27');
      await dossier.complete('allowance', 'G24.H27');
      const { position } = await decided(dossier, onPaper);
      const { body: timeline } = await office.get(`/dossiers/${dossier.code}/timeline?atLeast=${position}`, decider);
      expect(timeline.events.map(({ title }: { title: string }) => title)).toEqual(
        expect.arrayContaining(['trả lại nơi gửi', 'lấy ý kiến', 'nhận ý kiến trả lời', 'trả kết quả']),
      );
    },
    PATIENCE_MS,
  );

  describe('what cannot be is refused over HTTP and leaves no event', () => {
    let dossier: Dossier;
    beforeAll(async () => {
      dossier = await received(FIELDS[1] ?? onPaper);
    }, PATIENCE_MS);
    const electronic = { work: 'Phần việc', form: 'electronic' };

    it.each<[string, Body, number, string]>([
      ['to an agency that has ended', { to: 'H27.33' }, 409, 'agency-closed'],
      ['to an agency that nobody knows', { to: 'H27.999' }, 422, 'unknown-agency'],
      ['to the agency that holds it', { to: commune }, 409, 'same-agency'],
      ['for a leg that there is not', { to: commune, leg: 'police' }, 409, 'unknown-leg'],
      ['for a leg that is for others', { to: 'H27.12', leg: 'tax' }, 422, 'agency-of-another-kind'],
      ['on paper before the leg it waits for', { to: 'G12.H27.1', leg: 'tax', form: 'paper' }, 409, 'leg-not-ready'],
    ])(
      'a transfer %s',
      async (_what, given, status, code) => {
        const before = await office.logged();
        const answer = await dossier.ask(await officer(commune), 'transfer-dossier', { ...electronic, ...given });
        expect([answer.status, answer.body.code]).toEqual([status, code]);
        expect(await office.logged()).toBe(before);
      },
      PATIENCE_MS,
    );

    it(
      'taking over what was not sent, by a third agency, or twice; sending twice; delivering before the leg before',
      async () => {
        const [land, tax, third] = ['H27.14.11', 'G12.H27.1', 'H27.12'];
        const told = async (agency: string, command: string, given: Body) => {
          const { status, body } = await dossier.ask(await officer(agency), command, given);
          return [status, body.code];
        };
        expect(await told(commune, 'accept-transfer', { transfer: 9, by: commune })).toEqual([403, 'not-allowed']);
        const sent = await dossier.send('appraise', land);
        expect(await told(third, 'accept-transfer', { transfer: sent, by: third })).toEqual([404, 'unknown-dossier']);
        expect(await told(land, 'accept-transfer', { transfer: sent, by: third })).toEqual([403, 'not-allowed']);
        await dossier.accept(sent, land);
        expect(await told(land, 'accept-transfer', { transfer: sent, by: land })).toEqual([409, 'already-accepted']);
        expect(await told(land, 'return-transfer', { transfer: sent, by: land, reason: 'Nhầm' })).toEqual([
          ...[409, 'not-in-state'],
        ]);
        const again = { to: 'H27.14.12', leg: 'appraise', ...electronic };
        expect(await told(commune, 'transfer-dossier', again)).toEqual([409, 'not-in-state']);
        const result = { leg: 'appraise', by: land, result: 'Đã thẩm định', papers: [] };
        expect(await told(land, 'complete-leg', result)).toEqual([409, 'leg-not-ready']); // the commune has not confirmed
        await dossier.send('tax', tax);
        expect(await told(tax, 'complete-leg', { ...result, leg: 'tax', by: tax })).toEqual([409, 'leg-not-ready']);
      },
      PATIENCE_MS,
    );

    it(
      'deciding while a leg of the workflow has not delivered',
      async () => {
        const head = await of('unit-head', commune);
        await dossier.give(head, 'assign-dossier', { officer: 'thuly', step: 'appraise' });
        await dossier.give(await officer(commune), 'complete-step', { step: 'appraise' });
        await dossier.give(head, 'complete-step', { step: 'check' });
        const signed = { signer: 'Trần Văn Nam', documentNo: '1' };
        const { status, body } = await dossier.ask(await of('leader', commune), 'approve-decision', signed);
        expect([status, body.code, body.legs]).toEqual([
          ...[409, 'legs-open', ['confirm', 'appraise', 'tax', 'certificate']],
        ]);
      },
      PATIENCE_MS,
    );
  });
});
