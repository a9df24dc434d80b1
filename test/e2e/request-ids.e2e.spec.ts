import { v5 } from 'uuid';
import request from 'supertest';
import { runningOffice, type RunningOffice } from './running-office.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const marriage = {
  procedure: '1.000894',
  channel: 'counter',
  centre: 'H27.118.1',
  applicant: { name: 'Trần Văn Bình', kind: 'citizen' },
  request: 'Đăng ký kết hôn',
  papers: [],
  sets: 1,
};

describe('the id of a request', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  it("is the caller's where that can be one, and stands in the answer and in the problem", async () => {
    const { headers, body } = await request(office.server).get('/dossiers').set('x-request-id', 'desk-7:2026.0001');
    expect([headers['x-request-id'], body.requestId]).toEqual(['desk-7:2026.0001', 'desk-7:2026.0001']);
  });

  it.each([
    ['none'],
    ['short', 'abc'],
    ['too long', 'a'.repeat(65)],
    ['a name of a person', 'Nguyen Thi Hoa'],
    ['a line of a log', '{"level":"info"}'],
  ])('is a new one where it is %s', async (_, given = '') => {
    const { headers, body } = await request(office.server).get('/dossiers').set('x-request-id', given);
    expect(headers['x-request-id']).toMatch(UUID);
    expect(body.requestId).toBe(headers['x-request-id']);
  });

  it('stands in the events of its command: itself when it is a UUID, else one that follows from it', async () => {
    const receive = async (id: string): Promise<string> => {
      const { body } = await request(office.server)
        .post('/dossiers')
        .set('authorization', `Bearer ${await office.tokenOf('tiepnhan')}`)
        .set({ 'idempotency-key': id, 'x-request-id': id })
        .send(marriage);
      for await (const { meta } of office.installation.store.read(`dossier-${body.dossierId}`))
        return meta.correlationId;
      throw new Error('nothing was written');
    };
    const uuid = '6d0c1d8e-6f3b-4f0a-9a51-3a1f1f1d0001';
    expect(await receive(uuid)).toBe(uuid);
    expect(await receive('desk-7:2026.0002')).toBe(v5('desk-7:2026.0002', 'a5c0f6a4-5b4e-4f0c-8a53-2f0f7b0f5d11'));
  });
});
