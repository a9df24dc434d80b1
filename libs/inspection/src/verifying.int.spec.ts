import fc from 'fast-check';
import { trusting, type KnownHead, type StoredEvent } from '#verifier';
import { forged } from '../test/forger.js';
import { faultIn, NUMBERS, randomLogs, signer, stranger, withBitTurned } from '../test/random-log.js';

const isEntry = ({ stream }: StoredEvent): boolean => stream === 'ledger';
/** How many events the ledger covers: all that stand before its first entry, for it was sealed in one go. */
const coveredOf = (log: readonly StoredEvent[]): number => log.findIndex(isEntry);
const headOf = (log: readonly StoredEvent[]): KnownHead => {
  const { revision, meta } = log.findLast(isEntry) as StoredEvent;
  return { entry: revision, hash: meta.hash ?? '' };
};
const placeIn = (log: readonly StoredEvent[], is: (event: StoredEvent) => boolean) =>
  fc.constantFrom(...log.flatMap((event, at) => (is(event) ? [at] : [])));

describe('a changed log', () => {
  let logs: readonly (readonly StoredEvent[])[];
  beforeAll(async () => {
    logs = await randomLogs(118);
  }, 60_000);

  /** A property of every one of the random logs. */
  const always = <T>(runs: number, property: (log: readonly StoredEvent[]) => fc.IProperty<T>) => {
    for (const log of logs) fc.assert(property(log), { numRuns: runs });
  };

  it('is found by nobody where nothing was changed', () => {
    for (const log of logs) expect(faultIn(log, [headOf(log)])).toBeNull();
    expect(new Set(logs.map(({ length }) => length)).size).toBeGreaterThan(1); // not the same log five times
  });

  it.each(['data', 'meta'] as const)(
    'shows one bit that was turned in the %s of an event, also in its ciphertext',
    (part) => {
      always(150, (log) =>
        fc.property(fc.nat(log.length - 1), fc.nat(), fc.nat(7), (at, byte, bit) => {
          const event = log[at] as StoredEvent;
          const turned = withBitTurned(event[part], byte, bit);
          fc.pre(turned !== undefined);
          const isNumber = event.stream === NUMBERS; // of an event that bears no hash the ledger alone tells
          fc.pre(!isNumber || at < coveredOf(log));
          expect(faultIn(log.with(at, { ...event, [part]: turned }))).toMatchObject(
            isNumber ? { stream: 'ledger' } : { stream: event.stream, revision: event.revision },
          );
        }),
      );
    },
  );

  it('names an event that has no canonical form, instead of failing over it', () => {
    for (const log of logs) {
      const at = log.findIndex(({ stream }) => stream.startsWith('dossier-'));
      const event = log[at] as StoredEvent;
      for (const data of [{ text: '\ud800' }, { fee: Number.POSITIVE_INFINITY }])
        expect(faultIn(log.with(at, { ...event, data }))).toMatchObject({
          stream: event.stream,
          revision: event.revision,
        });
    }
  });

  it('shows one bit that was turned in what an event is, or where it stands', () => {
    always(100, (log) =>
      fc.property(fc.nat(coveredOf(log) - 1), fc.nat(), fc.nat(7), (at, byte, bit) => {
        const { data, meta, ...place } = log[at] as StoredEvent;
        const turned = withBitTurned(place, byte, bit);
        fc.pre(turned !== undefined);
        expect(faultIn(log.with(at, { ...turned, data, meta } as StoredEvent))).not.toBeNull();
      }),
    );
  });

  it('shows one bit of a signature, and of what is signed, also where every hash of the ledger was made to fit', () => {
    always(60, (log) =>
      fc.property(placeIn(log, isEntry), fc.boolean(), fc.nat(), fc.nat(7), (at, ofSignature, byte, bit) => {
        const { data, revision }: StoredEvent & { readonly data: { readonly signature?: string } } = log[
          at
        ] as StoredEvent;
        const { signature, ...signed } = data;
        const turned = withBitTurned(ofSignature ? { signature } : signed, byte, bit);
        fc.pre(turned !== undefined && JSON.stringify(turned) !== JSON.stringify(ofSignature ? { signature } : signed));
        expect(faultIn(forged(log, at, { ...signed, signature, ...turned }))).toMatchObject({
          stream: 'ledger',
          revision,
        });
      }),
    );
  });

  it('shows an event that was dropped, doubled or moved, among all that the ledger covers', () => {
    always(60, (log) =>
      fc.property(fc.nat(coveredOf(log) - 1), fc.nat(coveredOf(log) - 1), (at, to) => {
        const event = log[at] as StoredEvent;
        expect(faultIn(log.toSpliced(at, 1))).not.toBeNull();
        expect(faultIn(log.toSpliced(to, 0, event))).not.toBeNull();
        if (at !== to) expect(faultIn(log.toSpliced(at, 1).toSpliced(to, 0, event))).not.toBeNull();
      }),
    );
  });

  it('shows an entry of the ledger that was dropped, doubled or moved', () => {
    always(20, (log) =>
      fc.property(placeIn(log, isEntry), (at) => {
        const entry = log[at] as StoredEvent;
        expect(faultIn(log.toSpliced(at, 1), [headOf(log)])).toMatchObject({ stream: 'ledger' });
        expect(faultIn(log.toSpliced(at, 0, entry))).toMatchObject({ stream: 'ledger' });
        expect(faultIn([entry, ...log.toSpliced(at, 1)])).toMatchObject({ stream: 'ledger' });
      }),
    );
  });

  it('shows that its end was cut off, wherever, to whoever holds the last entry, and cannot to who holds none', () => {
    always(60, (log) =>
      fc.property(fc.nat(log.findLastIndex(isEntry)), (end) => {
        const cut = log.slice(0, end);
        expect(faultIn(cut)).toBeNull();
        expect(faultIn(cut, [headOf(log)])).toMatchObject({ stream: 'ledger', revision: headOf(log).entry });
      }),
    );
    for (const log of logs) {
      expect(faultIn(log, [{ ...headOf(log), hash: '0'.repeat(64) }])?.why).toContain('another entry');
      // What comes behind the last entry is seen by nobody: `verify` names it as not covered.
      expect(faultIn(log.slice(0, log.findLastIndex(isEntry) + 1), [headOf(log)])).toBeNull();
    }
  });

  it('shows a stream that was chained anew from its middle, with every later hash made to fit', () => {
    always(40, (log) => {
      const isMiddle = ({ stream, revision }: StoredEvent) => stream.startsWith('dossier-') && revision > 0;
      const covered = log.slice(0, coveredOf(log));
      return fc.property(placeIn(covered, isMiddle), fc.jsonValue(), (at, changed) => {
        const { stream } = log[at] as StoredEvent;
        const anew = forged(log, at, { changed });
        expect(faultIn(anew.filter((event) => event.stream === stream))).toBeNull(); // its own chain holds
        expect(faultIn(anew)).toMatchObject({ stream: 'ledger' });
      });
    });
  });

  it('counts no signature but of the keys that the verifier was given, not even with every hash made to fit', () => {
    for (const log of logs) {
      expect(faultIn(log, [], trusting(stranger.publicKey))?.why).toContain('not trusted');
      const at = log.findIndex(isEntry);
      const {
        signature: _,
        key: _key,
        ...signed
      }: { signature?: string; key?: string } = (log[at] as StoredEvent).data;
      const by = (key: string, who: typeof signer) => forged(log, at, { ...signed, key, signature: who.sign(signed) });
      expect(faultIn(by(stranger.key, stranger))?.why).toContain('not trusted');
      expect(faultIn(by(signer.key, stranger))?.why).toContain('signature');
      expect(faultIn(by(signer.key, signer))).toBeNull(); // Ed25519 signs the same alike: the forger wrote what was there
    }
  });
});
