import { randomUUID } from 'node:crypto';
import { dossierStream } from '#dossier';
import { COVERED_PREFIXES, sealLedger, verifyLog } from '#inspection';
import { Broken } from '#verifier';
import {
  clock,
  eventOn,
  kept,
  openLog,
  ours,
  randomChoices,
  SEALED_TO,
  signer,
  write,
  type TestLog,
} from '../test/random-log.js';

describe('a log that proves itself', () => {
  let one: TestLog;

  beforeEach(async () => {
    one = await openLog();
  });
  afterEach(() => one.close());

  it.each(randomChoices(1))(
    'holds as written: every event of every stream, an entry for each day',
    async (...chosen) => {
      await write(one, chosen);
      const summary = await verifyLog(one.log, ours);
      const { rows } = await one.pool.query<{ count: string }>('select count(*) from event_store.events');
      expect(summary.events).toBe(Number(rows[0]?.count)); // no stream of the log is outside of COVERED_PREFIXES
      expect(summary.entries).toBe(new Set(chosen.map(({ day }) => day)).size);
      expect(COVERED_PREFIXES).toContain('ledger');
    },
  );

  it.each(randomChoices(2))('names every event that no entry covers yet, and no other', async (...chosen) => {
    const stream = await write(one, chosen, 3);
    const { uncovered, covered, entries, events } = await verifyLog(one.log, ours);
    const all = await kept(one);
    // Behind what the last entry covers: the entries themselves, and the events of a day that is not over.
    const behind = all.slice(covered).map(({ stream: of, revision }) => ({ stream: of, revision }));
    expect(uncovered).toEqual(behind);
    expect(behind.map(({ stream: of }) => of)).toEqual([
      ...Array<string>(entries).fill('ledger'),
      ...Array<string>(3).fill(stream),
    ]);
    expect(covered + uncovered.length).toBe(events);
  });

  it('seals a day once, late or twice or by two at the same moment', async () => {
    await write(one, randomChoices(3, 1)[0] ?? []);
    const again = { ...one, clock, signer };
    expect(await sealLedger(again, SEALED_TO)).toBe(0);
    const counts = await Promise.all([sealLedger(again, '2026-11-09'), sealLedger(again, '2026-11-09')]);
    expect(counts.toSorted()).toEqual([0, 1]);
    expect((await verifyLog(one.log, ours)).uncovered).toHaveLength(1); // the last entry itself
    expect(await sealLedger(again, '2026-11-09')).toBe(0);
    await one.store.append(dossierStream(randomUUID()), 'none', [eventOn('2026-11-10')]); // behind an entry of the 9th
    expect(await sealLedger(again, '2026-11-10')).toBe(1);
  });

  it('verifies the entries of some days, each stream against the event before', async () => {
    const chosen = randomChoices(4).find((choices) => choices.filter(({ day }) => day === 1).length > 3) ?? [];
    await write(one, chosen);
    const day = { from: '2026-11-03', to: '2026-11-03' };
    expect(await verifyLog(one.log, ours, day)).toMatchObject({ entries: 1, uncovered: [] });
    await one.pool.query(
      `update event_store.events set meta = replace(meta::text, '"previousHash":"', '"previousHash":"0')::json
       where (stream, revision) = (select stream, revision from event_store.events
         where stream like 'dossier-%' and revision > 0 and meta::text like '%2026-11-03%' order by position limit 1)`,
    );
    await expect(verifyLog(one.log, ours, day)).rejects.toThrow(Broken);
  });
});
