import fc from 'fast-check';
import { exportBundle } from '#inspection';
import { Broken, readBundle, trusting, verifyBundle, type Bundle } from '#verifier';
import {
  clock,
  NUMBERS,
  openLog,
  ours,
  randomChoices,
  signer,
  stranger,
  withBitTurned,
  write,
} from '../../test/random-log.js';

const CODE = 'H27.118-261102-0001';

/** The first dossier of each random log, exported with the number that its code was taken from. */
const exported = (): Promise<readonly Bundle[]> =>
  Promise.all(
    randomChoices(9).map(async (chosen) => {
      const one = await openLog();
      try {
        // Whatever was chosen: a number, and a dossier with events on two days and behind the last entry.
        const first = { dossier: 0, numbered: true };
        const stream = await write(one, [{ ...first, day: 0 }, { ...first, day: 2 }, ...chosen]);
        const number = { stream: NUMBERS, revision: 0 };
        const subject = { code: CODE, dossierId: stream.slice('dossier-'.length), number };
        return await exportBundle({ log: one.log, clock, signer }, subject);
      } finally {
        await one.close();
      }
    }),
  );

describe('a dossier exported with its proofs', () => {
  let bundles: readonly Bundle[];
  beforeAll(async () => {
    bundles = await exported();
  }, 60_000);

  const rejected = (changed: Bundle, trusted = ours) => expect(() => verifyBundle(changed, trusted)).toThrow(Broken);
  /** The exporter's own signature over another statement: what only who holds the key can do. */
  const signedAnew = (bundle: Bundle, statement: Bundle['statement']): Bundle => ({
    ...bundle,
    statement,
    signature: signer.sign(statement),
  });

  it('holds without the log: each event proven, or named as newer than the ledger', () => {
    for (const bundle of bundles) {
      const summary = verifyBundle(readBundle(JSON.stringify(bundle)), ours);
      expect(summary.proven + summary.uncovered.length).toBe(summary.events);
      expect(summary.uncovered).toEqual(bundle.events.slice(-2).map(({ stream, revision }) => ({ stream, revision })));
      expect(summary.proven).toBeGreaterThan(2);
    }
  });

  it('shows one bit that was turned, wherever: in an event, in the ledger, in what was signed, in a signature or a proof', () => {
    for (const bundle of bundles)
      fc.assert(
        fc.property(fc.constantFrom(...fieldsOf(bundle)), fc.nat(), fc.nat(7), (field, byte, bit) => {
          const turned = withBitTurned(bundle[field], byte, bit);
          fc.pre(turned !== undefined && JSON.stringify(turned) !== JSON.stringify(bundle[field]));
          expect(() => verifyBundle(readBundle(JSON.stringify({ ...bundle, [field]: turned })), ours)).toThrow();
        }),
        { numRuns: 200 },
      );
  });

  it('shows what was left out of it, doubled, or put in another order', () => {
    for (const bundle of bundles) {
      const { events, ledger, proofs, statement } = bundle;
      fc.assert(
        fc.property(fc.nat(events.length - 1), fc.nat(events.length - 1), (at, to) => {
          const event = events[at];
          const named = statement.events[at];
          if (event === undefined || named === undefined) return;
          rejected({ ...bundle, events: events.toSpliced(at, 1) });
          rejected({ ...bundle, events: events.toSpliced(to, 0, event) });
          if (at !== to) rejected({ ...bundle, events: events.toSpliced(at, 1).toSpliced(to, 0, event) });
          // Also left out of the statement, which is then another than was signed.
          const without = { ...statement, events: statement.events.toSpliced(at, 1) };
          rejected({ ...bundle, events: events.toSpliced(at, 1), statement: without });
        }),
      );
      for (const at of ledger.keys()) rejected({ ...bundle, ledger: ledger.toSpliced(at, 1) });
      for (const at of proofs.keys()) rejected({ ...bundle, proofs: proofs.toSpliced(at, 1) });
    }
  });

  it('shows a proof of another day, or of another place in the same day', () => {
    for (const bundle of bundles) {
      const { proofs, statement } = bundle;
      for (const [at, proof] of proofs.entries())
        for (const other of proofs.filter(({ entry, index }) => entry !== proof.entry || index !== proof.index)) {
          const { entry, index, path } = other;
          const exchanged = { ...bundle, proofs: proofs.with(at, { ...proof, entry, index, path }) };
          rejected(exchanged);
          // Not even the exporter can say that the other day's entry covers it.
          const events = statement.events.map((named) =>
            named.stream === proof.stream && named.revision === proof.revision ? { ...named, entry } : named,
          );
          rejected(signedAnew(exchanged, { ...statement, events }));
        }
      expect(new Set(proofs.map(({ entry }) => entry)).size).toBeGreaterThan(1);
    }
  });

  it('counts no signature but of the keys that the verifier was given', () => {
    for (const bundle of bundles) {
      rejected(bundle, trusting(stranger.publicKey));
      rejected({ ...bundle, key: stranger.key, signature: stranger.sign(bundle.statement) });
      rejected({ ...bundle, signature: stranger.sign(bundle.statement) });
    }
  });
});

const fieldsOf = (bundle: Bundle) => Object.keys(bundle) as (keyof Bundle)[];
