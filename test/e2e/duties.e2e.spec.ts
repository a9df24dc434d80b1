import { jest } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Mailboxes, SmtpNotifier } from '#duties';
import { publish } from '#installation';
import { publishCalendar } from '#catalogue';
import { mailServer } from './mail-server.js';
import { runningOffice, type RunningOffice } from './running-office.js';

jest.setTimeout(60_000);

const RECEPTION = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  sets: 1,
  applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen', phone: '0912000001' },
  request: 'Đăng ký kết hôn',
  papers: [{ name: 'Tờ khai', originals: 1, copies: 0, digital: false }],
};

describe('duties (nghĩa vụ) as time passes', () => {
  let mail: Awaited<ReturnType<typeof mailServer>>;
  let notifier: SmtpNotifier;
  let office: RunningOffice;

  beforeEach(async () => {
    mail = await mailServer();
    notifier = new SmtpNotifier(mail.url, 'dung-hen@h27.example');
    office = await runningOffice({}, notifier);
  });
  afterEach(async () => {
    await office.stop();
    await notifier.close();
    await mail.stop();
  });

  const received = async (): Promise<string> => {
    const { body } = await office.post('/dossiers', RECEPTION);
    return body.code;
  };
  const typesOf = async (code: string): Promise<readonly string[]> => {
    const { status, body } = await office.get(`/dossiers/${code}/timeline`, 'thanhtra');
    if (status === 404) return []; // the read models have not come to it
    expect(status).toBe(200);
    return body.events.map(({ type }: { type: string }) => type);
  };
  const eventually = async (look: () => Promise<boolean>): Promise<void> => {
    for (let left = 200; left > 0; left -= 1) {
      if (await look()) return;
      await wait(50);
    }
    throw new Error('it did not come about');
  };

  it('a dossier going late is forecast, owes an apology, and is told to the head; each once, whatever comes twice', async () => {
    await office.mailbox('leader', 'H27.118', 'lanhdao@h27.example');
    const code = await received(); // three working days from Friday 20/11 09:00: Thursday 26/11 09:00
    await eventually(async () => (await typesOf(code)).length > 0);
    await office.elapse('2026-11-25T11:00:00.000Z'); // Wednesday 25/11 18:00
    await eventually(async () => (await typesOf(code)).includes('EscalatedToHead'));
    expect(await typesOf(code)).toEqual(expect.arrayContaining(['LatenessForecast', 'EscalatedToHead']));
    await eventually(async () => mail.letters.length > 0);
    const before = await typesOf(code);
    await office.elapse('2026-11-25T11:00:00.000Z');
    await office.elapse('2026-11-25T11:01:00.000Z');
    await wait(500);
    expect(await typesOf(code)).toEqual(before);
    const told = mail.letters.map(({ id }) => id);
    expect(new Set(told).size).toBe(told.length);
    expect(mail.letters.map(({ text }) => text).join()).not.toContain('Hoa');
  });

  it('a mailbox that does not exist is asked once, one that is full again; each says what became of it', async () => {
    await office.mailbox('reception-officer', 'H27.118.1', 'khongco@h27.example');
    await office.mailbox('reception-officer', 'H27.118.2', 'day@h27.example');
    const gone = { code: 550, asked: 0 };
    const full = { code: 452, asked: 0 };
    mail.noes.set('khongco@h27.example', gone).set('day@h27.example', full);
    for (const [at, centre] of ['H27.118.1', 'H27.118.2'].entries()) {
      const { applicant, request, papers, procedure } = RECEPTION;
      const filed = { procedure, channel: 'online', centre, portalCode: `G22.99-${at}`, applicant, request, papers };
      expect((await office.post('/dossiers/submissions', filed, { account: 'cong' })).status).toBe(201);
    }
    const outcomes = async () => {
      const rows = await office.sql(`select agency, outcome from vault.notices where level = 'owed' order by agency`);
      return rows.map(({ outcome }: { outcome: string | null }) => outcome);
    };
    await eventually(async () => (await outcomes())[0] === 'refused' && full.asked > 0);
    expect([gone.asked, await outcomes()]).toEqual([1, ['refused', null]]);
    mail.noes.clear();
    await office.sql(`update graphile_worker._private_jobs set run_at = now() where key like 'notice %'`);
    await eventually(async () => (await outcomes())[1] === 'sent');
    expect(mail.letters.map(({ to }) => to)).toEqual(['day@h27.example']);
    expect(await new Mailboxes(office.installation.db).all()).toMatchObject([
      { agency: 'H27.118.1', address: 'khongco@h27.example', told: { refused: 1 } },
      { agency: 'H27.118.2', address: 'day@h27.example', told: { sent: 1 } },
    ]);
    // Nobody knows a dossier by its id: only the letter's own name is made of it.
    const letter = (mail.letters[0]?.text ?? '').replace(/^message-id:\s*\S+/im, '');
    expect(letter).toContain('1.000894');
    expect(letter).toContain('2026-11-20 09:00'); // when it was filed
    expect(letter).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  it('a person sees what they owe, nearest first, and what others owe does not exist for them', async () => {
    const code = await received();
    const list = async (account: string) => (await office.get('/duties', account)).body;
    await eventually(async () => (await list('truongbophan')).duties.length > 0);
    const { duties, counts } = await list('truongbophan');
    expect(duties.map(({ kind }: { kind: string }) => kind)).toEqual(['step', 'result']);
    expect(duties[0]).toMatchObject({ code, agency: 'H27.118', role: 'unit-head' });
    expect(counts).toMatchObject({ open: 2, overdue: 0 });
    expect((await list('thulytinh')).duties).toEqual([]);
    expect((await office.get('/duties', 'cong')).status).toBe(403);
  });

  it('an unanswered supplement request closes the dossier by itself, with its reason', async () => {
    const code = await received();
    await office.post(
      `/dossiers/${code}/request-supplement`,
      { items: ['Giấy'], reason: 'Thiếu' },
      { account: 'thuly' },
    );
    await eventually(async () => (await typesOf(code)).includes('SupplementRequested'));
    await office.elapse('2026-12-08T01:00:00.000Z'); // 20/11 + 15 days is Saturday 5/12, rolled to Monday 7/12
    await eventually(async () => (await typesOf(code)).includes('DossierClosedUnsupplemented'));
  });

  it('a calendar that is published later restates the dates of running dossiers, and the timers follow', async () => {
    const code = await received();
    await eventually(async () => (await typesOf(code)).length > 0);
    const { installation } = office;
    const current = installation.catalogue.view.findCalendar();
    if (current === undefined) throw new Error('no calendar');
    const { version: _, ...calendar } = current;
    const years = calendar.years.map((of) =>
      of.year === 2026 ? { ...of, off: [...of.off, { on: '2026-11-25', name: 'nghỉ bù' }] } : of,
    );
    await publish({ ...installation, actor: { id: 'test', role: 'administrator', agency: null } }, () => [
      { stream: `calendar-${calendar.id}`, revision: 0, events: publishCalendar(current, { ...calendar, years }) },
    ]);
    await eventually(async () => (await typesOf(code)).includes('DueDateRestated'));
    const { body } = await office.get(`/dossiers/${code}`);
    expect(body.dates).toMatchObject({ first: '2026-11-26T09:00:00+07:00', lawful: '2026-11-27T09:00:00+07:00' });
    await eventually(async () => {
      const { duties } = (await office.get('/duties', 'truongbophan')).body;
      return duties.some(
        ({ kind, dueAt }: { kind: string; dueAt: string }) => kind === 'result' && dueAt.startsWith('2026-11-27'),
      );
    });
  });

  it('a timer whose job was lost is found again', async () => {
    const code = await received();
    await eventually(async () => (await typesOf(code)).length > 0);
    await office.sql('delete from graphile_worker._private_jobs');
    office.clock.at = '2026-11-25T11:00:00.000Z';
    await eventually(async () => (await typesOf(code)).includes('LatenessForecast'));
  });
});
