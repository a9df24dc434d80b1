import { keptChanges, NOTHING_YET, outcomesProjection } from '#reports';
import { marriage, runningOffice, type RunningOffice } from './running-office.js';

describe('a worker with a newer version of the outcomes', () => {
  let office: RunningOffice;
  beforeAll(async () => {
    office = await runningOffice();
  }, 60_000);
  afterAll(() => office.stop());

  const received = async () => (await office.post('/dossiers', marriage)).body;
  const reached = async (position: string) => {
    const path = `/reports/figures?figure=on-time-rate&period=2026-11&atLeast=${position}`;
    return (await office.get(path, 'thanhtra')).body.total.terms;
  };
  const versions = () =>
    office.sql(`select build, version from read.checkpoints where projection = 'outcomes' order by build`);

  it('tells every dossier whose class it changes, and why, before it serves, and keeps that for the operator', async () => {
    const [other, wronged] = [await received(), await received()];
    expect(await reached(wronged.position)).toMatchObject({ 'strict-running-late': 0 });
    // As an older version might have had it, which kept whole standings: due long ago.
    const whose = `where dossier_id = '${wronged.dossierId}'`;
    const [{ standing }] = await office.sql(`select standing from read.outcome_versions ${whose}`);
    const late = JSON.stringify({ ...NOTHING_YET, ...standing, lawful: '2026-11-01T00:00:00.000Z' });
    await office.sql(`update read.outcome_versions set standing = '${late}' ${whose}`);
    expect(await reached(wronged.position)).toMatchObject({ 'strict-running-late': 1 });
    await office.sql(`update read.checkpoints set version = version - 1 where projection = 'outcomes'`);
    const { position } = await received(); // the leader notices, leaves the tables, and builds them anew
    expect(await reached(position)).toMatchObject({ 'strict-running-late': 0 });
    expect(await versions()).toEqual([{ build: 'live', version: outcomesProjection.version }]);
    const changed = {
      ...{ dossierId: wronged.dossierId, code: wronged.code, fields: ['lawful'] },
      was: { strict: 'running-late', lenient: 'running-in-time' },
      is: { strict: 'running-in-time', lenient: 'running-in-time' },
    };
    expect(office.reclassified).toEqual([changed]);
    expect(await keptChanges(office.installation.db)).toEqual([
      { ...changed, version: outcomesProjection.version, keptAt: office.clock.at },
    ]);
    expect(JSON.stringify(office.reclassified)).not.toContain(other.dossierId);
  }, 60_000);

  it('serves the new one even where the older one cannot be compared', async () => {
    const last = await received();
    await reached(last.position);
    await office.sql(
      `update read.outcome_versions set standing = '{"lawful": "soon"}' where dossier_id = '${last.dossierId}'`,
    );
    await office.sql(`update read.checkpoints set version = version - 1 where projection = 'outcomes'`);
    const { position } = await received();
    expect(await reached(position)).toMatchObject({ 'strict-running-late': 0 });
    expect(await versions()).toEqual([{ build: 'live', version: outcomesProjection.version }]);
    expect(office.troubles).toContainEqual(['outcomes', expect.any(RangeError)]);
  }, 60_000);
});
