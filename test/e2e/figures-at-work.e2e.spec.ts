import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { marriage, runningOffice, type Body, type RunningOffice } from './running-office.js';

const MONTH = 'period=2026-11';
/** Whoever keeps the outcomes up holds this lock for each batch. */
const LOCK = `hashtextextended('projection outcomes live', 118)`;

describe('figures over HTTP of an office at work', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  const received = async () => (await office.post('/dossiers', marriage)).body;
  const finished = async (): Promise<string> => {
    const { code } = await received();
    let last = '';
    const give = async (command: string, body: Body, account = 'thuly') => {
      const answer = await office.post(`/dossiers/${code}/${command}`, body, { account });
      expect([command, answer.status]).toEqual([command, 200]);
      last = answer.body.position;
    };
    await give('assign-dossier', { officer: 'thuly', step: 'appraise' }, 'truongbophan');
    await give('complete-step', { step: 'appraise' });
    await give('complete-step', { step: 'check' }, 'truongbophan');
    await give('approve-decision', { signer: 'Trần Văn Nam', documentNo: '12' }, 'lanhdao');
    await give('mark-result-ready', { papers: [] }, 'vanthu');
    return last;
  };
  const onTime = async (position: string) => {
    const path = `/reports/goals?${MONTH}&province=ha-tinh&atLeast=${position}`;
    const { status, body } = await office.get(path, 'thanhtra');
    expect(status).toBe(200);
    return body.goals.find(({ goal }: { goal: { figure: string } }) => goal.figure === 'on-time-rate');
  };

  it('meet a goal, and put it at risk once a dossier runs late that would lose it', async () => {
    const last = await finished();
    const running = await received();
    const all = { reached: { numerator: 1, denominator: 1 } };
    expect(await onTime(last)).toMatchObject({ ...all, state: 'met' });
    await office.elapse('2026-11-30T10:00:00.000Z'); // it was due last week, and will be late whenever it is finished
    expect(await onTime(running.position)).toMatchObject({ ...all, state: 'at-risk', lateStillAllowed: null });
    await office.elapse('2026-12-01T02:00:00.000Z'); // finished in December, it is late of December
    expect(await onTime(running.position)).toMatchObject({ ...all, state: 'met', lateStillAllowed: null });
  });

  it('say since when they have not followed the log, and what they were of', async () => {
    const figure = async (more = '') =>
      (await office.getOnce(`/reports/figures?figure=online-share&period=2026-12${more}`, 'thanhtra')).body;
    const before = await figure();
    expect(before.readModel).toEqual({ caughtUp: true, secondsBehind: 0 });
    const holder = new pg.Client({ connectionString: office.database.url });
    await holder.connect();
    try {
      await holder.query(`select pg_advisory_lock(${LOCK})`);
      const { position } = await received();
      let behind = await figure();
      for (const end = Date.now() + 20_000; behind.readModel.caughtUp && Date.now() < end; await wait(100))
        behind = await figure();
      expect(behind.readModel).toEqual({ caughtUp: false, secondsBehind: expect.any(Number) });
      expect(behind.readModel.secondsBehind).toBeGreaterThan(0);
      expect([behind.total, behind.certificate.asOf < position]).toEqual([before.total, true]);
      expect(await figure(`&atLeast=${position}`)).toMatchObject({ status: 503, code: 'read-model-behind' });
      await holder.query(`select pg_advisory_unlock(${LOCK})`);
      for (const end = Date.now() + 20_000; !behind.readModel.caughtUp && Date.now() < end; await wait(100))
        behind = await figure();
      expect(behind.readModel).toEqual({ caughtUp: true, secondsBehind: 0 });
      expect(behind.certificate.asOf >= position).toBe(true);
      const dossiers = [before, behind].map(({ total }) => total.rates.dossiers);
      expect(dossiers).toEqual([null, { numerator: 0, denominator: 1 }]);
    } finally {
      await holder.end();
    }
  }, 60_000);
});
