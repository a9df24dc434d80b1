import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import request from 'supertest';
import { archiveOf, clamdDouble, docx, EICAR, form, odt, pdf, program, xlsx, type ClamdDouble } from '#testing';
import { runningOffice, type By, type RunningOffice } from './running-office.js';

const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Nguyễn Thị Hoa', kind: 'citizen' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};
const NAME = { field: 'name', content: 'Tờ khai đăng ký kết hôn' };
const MEGABYTE = 1024 * 1024;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('papers over HTTP', () => {
  let office: RunningOffice;
  let clamd: ClamdDouble;
  let code: string;
  beforeAll(async () => {
    clamd = await clamdDouble();
    const environment = { CLAMD_URL: `tcp://127.0.0.1:${clamd.port}`, PAPER_MAX_MB: '2', PAPERS_PER_DOSSIER: '6' };
    office = await runningOffice(environment);
  }, 60_000);
  afterAll(async () => {
    await office.stop();
    await clamd.stop();
  });
  beforeEach(async () => {
    clamd.mood = 'well';
    code = (await office.post('/dossiers', marriage)).body.code;
  });

  const hand = (content: Buffer, fileName = 'to-khai.pdf', by: By = {}) =>
    office.upload(code, [NAME, { field: 'file', fileName, content }], by);
  const bytesOf = async (paper: string, account = 'tiepnhan') =>
    request(office.server)
      .get(`/dossiers/${code}/papers/${paper}`)
      .set('authorization', `Bearer ${await office.tokenOf(account)}`)
      .buffer(true)
      .parse((answer, done) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(null, Buffer.concat(chunks)));
      });
  const filesKept = () =>
    readdirSync(office.papers, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  const list = async (account = 'tiepnhan') => (await office.get(`/dossiers/${code}/papers`, account)).body.papers;

  it('takes a paper in, lists it and gives back the same bytes, as a file to be saved and never to be shown', async () => {
    const content = pdf(300_000);
    const { status, body, headers } = await hand(content, 'tờ khai của Hoa.pdf');
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    const paper = { name: NAME.content, fileName: 'tờ khai của Hoa.pdf', type: 'application/pdf', size: 300_000 };
    const stored = { ...paper, digest: sha256(content), scan: 'clean', at: '2026-11-20T09:00:00+07:00' };
    expect(body).toMatchObject({ code, revision: 1, paper: stored });
    expect(await list()).toEqual([{ ...stored, id: body.paper.id }]);
    const got = await bytesOf(body.paper.id, 'thuly');
    expect(got.body.equals(content)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '300000',
      'content-disposition': expect.stringMatching(/^attachment; .*filename\*=UTF-8''t%E1%BB%9D%20khai/),
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringMatching(/^sandbox/),
      'cache-control': 'private, no-store',
      etag: `"${sha256(content)}"`,
    });
    const { body: timeline } = await office.get(`/dossiers/${code}/timeline?atLeast=${body.position}`);
    expect(JSON.stringify(timeline)).toContain(sha256(content));
  });

  it('keeps neither the bytes nor the name of a file readable, on the disk or in the log', async () => {
    await hand(pdf(50_000, 0x41), 'can-cuoc-Hoa.pdf');
    for (const file of filesKept()) {
      expect(readFileSync(file).includes('AAAAAAAA')).toBe(false);
      expect(statSync(file).mode & 0o077).toBe(0);
      expect(file).not.toContain('Hoa');
    }
    const texts: string[] = [];
    for await (const event of office.installation.log.read(
      `dossier-${(await office.get(`/dossiers/${code}`)).body.dossierId}`,
    ))
      texts.push(JSON.stringify(event.data));
    expect(texts.at(-1)).toContain('application/pdf');
    expect(texts.join()).not.toMatch(/Hoa|Tờ khai/);
  });

  it.each([
    ['DOCX', docx(), 'document', '.docx'],
    ['XLSX', xlsx(), 'sheet', '.xlsx'],
    ['ODT', odt(), 'text', '.odt'],
  ])('knows a %s by its content, whatever it is called, and names it so', async (_type, content, type, ending) => {
    const { status, body } = await hand(content, 'tai-lieu.exe');
    expect([status, body.paper.type.endsWith(type)]).toEqual([201, true]);
    const { headers } = await bytesOf(body.paper.id);
    expect(headers['content-disposition']).toBe(`attachment; filename=tai-lieu.exe${ending}`);
  });

  it.each([
    ['../../../../etc/cron.d/hoa.pdf', 'hoa.pdf'],
    ['..\\\\..\\\\windows\\\\hoa.pdf', 'hoa.pdf'],
    ['/etc/passwd', 'passwd'],
    ['..', null],
    ['hoa\u202Efdp.exe', 'hoafdp.exe'],
  ])('keeps of the file name %j only the name, and never as a path', async (fileName, kept) => {
    const before = filesKept().length;
    const { status, body } = await hand(pdf(), fileName);
    expect([status, body.paper.fileName]).toEqual([201, kept]);
    expect(filesKept()).toHaveLength(before + 1);
    expect(filesKept().at(-1)).toMatch(/[0-9a-f-]{36}\/[0-9a-f-]{36}$/);
  });

  const bomb = docx({ name: 'word/media/a.bin', data: Buffer.alloc(1_500), declares: 1_500 * MEGABYTE });
  it.each<[string, Buffer, number, string]>([
    ['of 0 bytes', Buffer.alloc(0), 422, 'paper-empty'],
    ['over the limit', pdf(2 * MEGABYTE + 1), 413, 'too-large'],
    ['far over the limit', pdf(5 * MEGABYTE), 413, 'too-large'],
    ['that is a renamed program', program(), 422, 'unsupported-type'],
    ['that is HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 422, 'unsupported-type'],
    [
      'that is SVG',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      422,
      'unsupported-type',
    ],
    ['that is a script', Buffer.from('#!/bin/sh\nrm -rf /\n'), 422, 'unsupported-type'],
    ['that is a plain archive', archiveOf([{ name: 'a.txt' }]), 422, 'unsupported-type'],
    ['with a macro in it', docx({ name: 'word/vbaProject.bin' }), 422, 'unsupported-type'],
    ['that is a zip bomb', bomb, 422, 'unsafe-archive'],
    ['with an archive in it', docx({ name: 'word/embeddings/a.zip' }), 422, 'unsafe-archive'],
    ['cut off in its middle', docx().subarray(0, 150), 422, 'unsafe-archive'],
  ])('refuses a file %s and leaves neither file nor event', async (_what, content, status, refusal) => {
    const before = [await office.logged(), filesKept()];
    const refused = await hand(content);
    expect([refused.status, refused.body.code]).toEqual([status, refusal]);
    expect(refused.headers['content-type']).toContain('application/problem+json');
    expect([await office.logged(), filesKept()]).toEqual(before);
    expect((await hand(pdf())).status).toBe(201);
  });

  it.each([
    ['without a file', [NAME]],
    ['without the name of the component', [{ field: 'file', fileName: 'a.pdf', content: pdf() }]],
    ['with two files', [NAME, ...['a', 'b'].map((field) => ({ field, fileName: 'a.pdf', content: pdf() }))]],
    [
      'with an unknown field',
      [NAME, { field: 'paper', content: 'x' }, { field: 'file', fileName: 'a', content: pdf() }],
    ],
    ['with a name twice', [NAME, NAME, { field: 'file', fileName: 'a', content: pdf() }]],
  ])('refuses a form %s and leaves neither file nor event', async (_what, parts) => {
    const before = [await office.logged(), filesKept()];
    const refused = await office.upload(code, parts);
    expect([refused.status, refused.body.code]).toEqual([422, 'invalid-input']);
    expect([await office.logged(), filesKept()]).toEqual(before);
  });

  it('takes no form anywhere else, and nothing but a form here', async () => {
    const { type, body } = form([NAME]);
    const token = `Bearer ${await office.tokenOf('tiepnhan')}`;
    const elsewhere = await request(office.server).post('/dossiers').set('authorization', token).type(type).send(body);
    expect(elsewhere.status).toBe(415);
    const json = await office.post(`/dossiers/${code}/papers`, { name: 'x' });
    expect([json.status, json.body.code]).toEqual([422, 'invalid-input']);
  });

  it('leaves neither file nor event of a sender that hangs up midway', async () => {
    const { port } = new URL(await office.listen());
    const before = [await office.logged(), filesKept()];
    const { type, body } = form([NAME, { field: 'file', fileName: 'a.pdf', content: pdf(MEGABYTE) }]);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    const head = [
      `POST /dossiers/${code}/papers HTTP/1.1`,
      'host: x',
      `authorization: Bearer ${await office.tokenOf('tiepnhan')}`,
      'idempotency-key: hang-up',
      `content-type: ${type}`,
      `content-length: ${body.length}`,
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const scanned = clamd.scanned();
    socket.write(body.subarray(0, body.length / 2));
    while (clamd.scanned() < scanned + MEGABYTE / 4) await new Promise((resolve) => setImmediate(resolve));
    expect(filesKept().length).toBe((before[1] as readonly string[]).length + 1); // half of it, under another name
    socket.destroy();
    while (filesKept().length > (before[1] as readonly string[]).length)
      await new Promise((resolve) => setImmediate(resolve));
    expect([await office.logged(), filesKept()]).toEqual(before);
    expect((await hand(pdf(), 'a.pdf', { key: 'hang-up' })).status).toBe(201);
  });

  it('answers the same key with the same file as the first time and keeps it once; another file is told apart', async () => {
    const first = await hand(pdf(), 'a.pdf', { key: 'once' });
    const kept = filesKept();
    const again = await hand(pdf(), 'a.pdf', { key: 'once' });
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await hand(pdf(1_000, 8), 'a.pdf', { key: 'once' });
    expect([other.status, other.body.code]).toEqual([409, 'key-reused']);
    expect(filesKept()).toEqual(kept);
  });

  it('takes no more than a dossier may have, and none once it is decided upon', async () => {
    for (let at = 0; at < 6; at += 1) expect((await hand(pdf(1_000, at))).status).toBe(201);
    const kept = filesKept();
    const seventh = await hand(pdf());
    expect([seventh.status, seventh.body.code]).toEqual([409, 'too-many-papers']);
    await office.post(`/dossiers/${code}/withdraw-dossier`, { requestedBy: 'Nguyễn Thị Hoa', reason: 'Thôi' });
    const late = await hand(pdf());
    expect([late.status, late.body.code]).toEqual([409, 'not-in-state']);
    expect(filesKept()).toEqual(kept);
  });

  it('puts an infected file in quarantine: kept, seen by all, given to nobody', async () => {
    const refused = await hand(Buffer.concat([pdf(100_000), Buffer.from(EICAR)]), 'a.pdf', { key: 'infected' });
    expect([refused.status, refused.body.code]).toEqual([422, 'paper-infected']);
    const [paper] = await list();
    expect(paper).toMatchObject({ id: refused.body.paper, scan: 'infected' });
    const asked = await office.get(`/dossiers/${code}/papers/${paper.id}`);
    expect([asked.status, asked.body.code]).toEqual([422, 'paper-infected']);
    const again = await hand(Buffer.concat([pdf(100_000), Buffer.from(EICAR)]), 'a.pdf', { key: 'infected' });
    expect([again.body.code, (await list()).length]).toEqual(['paper-infected', 1]);
  });

  it.each(['hangs-up', 'too-large'] as const)('takes no file while the scanner %s', async (mood) => {
    const before = [await office.logged(), filesKept()];
    clamd.mood = mood;
    const refused = await hand(pdf(400_000));
    expect([refused.status, refused.body.code]).toEqual([503, 'scanner-unavailable']);
    expect([await office.logged(), filesKept()]).toEqual(before);
  });

  it('never gives out a file in which one bit was changed, or that is gone', async () => {
    const before = filesKept();
    const { body } = await hand(pdf(100_000));
    const [file = ''] = filesKept().filter((kept) => !before.includes(kept));
    const bytes = readFileSync(file);
    bytes.writeUInt8(bytes.readUInt8(70_000) ^ 1, 70_000);
    writeFileSync(file, bytes);
    const changed = await office.get(`/dossiers/${code}/papers/${body.paper.id}`);
    expect([changed.status, changed.body.code]).toEqual([503, 'paper-damaged']);
    rmSync(file);
    const gone = await office.get(`/dossiers/${code}/papers/${body.paper.id}`);
    expect([gone.status, gone.body.code]).toEqual([503, 'paper-damaged']);
  });

  it('shows an inspector that there is a paper, and its digest, and neither its content nor what its file was called', async () => {
    const { body } = await hand(pdf(), 'Hoa 0912000001.pdf');
    const [paper] = await list('thanhtra');
    expect(paper).toMatchObject({ digest: sha256(pdf()), fileName: '•••' });
    const asked = await office.get(`/dossiers/${code}/papers/${body.paper.id}`, 'thanhtra');
    expect([asked.status, asked.body.code]).toEqual([403, 'not-allowed']);
    expect((await hand(pdf(), 'a.pdf', { account: 'thanhtra' })).status).toBe(403);
  });

  it('does not exist for who has nothing to do with its dossier, nor under another dossier', async () => {
    const { body } = await hand(pdf());
    const path = `/dossiers/${code}/papers/${body.paper.id}`;
    for (const [account, status] of [
      ['thulytinh', 404],
      ['cong', 404],
      ['thuly', 200],
    ] as const)
      expect([account, (await office.get(path, account)).status]).toEqual([account, status]);
    expect((await hand(pdf(), 'a.pdf', { account: 'cong' })).body.code).toBe('unknown-dossier');
    const { body: other } = await office.post('/dossiers', marriage);
    const moved = await office.get(`/dossiers/${other.code}/papers/${body.paper.id}`);
    expect([moved.status, moved.body.code]).toEqual([404, 'unknown-paper']);
  });

  it('gives nothing out once the key of its dossier is destroyed, and forgets the files', async () => {
    const { body } = await hand(pdf());
    const { dossierId } = body;
    const { log, keys, papers } = office.installation;
    for await (const { meta } of log.read(`dossier-${dossierId}`, { limit: 1 }))
      await keys.destroy([meta.sealed?.key ?? ''], '2026-11-20T02:00:00.000Z');
    const asked = await office.get(`/dossiers/${code}/papers/${body.paper.id}`);
    expect([asked.status, asked.body.code]).toEqual([409, 'applicant-erased']);
    expect((await hand(pdf())).body.code).toBe('applicant-erased');
    const before = filesKept().length;
    expect([await papers.forget(dossierId), await papers.forget(dossierId)]).toEqual([1, 0]);
    expect(filesKept()).toHaveLength(before - 1);
    expect(await list()).toMatchObject([{ id: body.paper.id, name: '(đã xóa)', fileName: '(đã xóa)' }]);
  });
});
