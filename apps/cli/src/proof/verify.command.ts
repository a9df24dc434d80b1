import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { exportBundle, Signer, verifyLog } from '#inspection';
import { signingKey, type Installation } from '#installation';
import { isDay } from '#kernel';
import { Broken, trusting, verifyBundle, type BundleSummary, type KnownHead, type Summary } from '#verifier';
import { configured, onInstallation } from '../opening.js';
import { subjectOf } from './subject.js';

interface VerifyOptions {
  readonly dossier?: string;
  readonly from?: string;
  readonly to?: string;
  readonly key?: readonly string[];
  readonly head?: readonly KnownHead[];
  readonly json?: boolean;
}

/** So many events that no entry covers yet are named on the screen; `--json` names all. */
const NAMED = 20;

const day = (text: string): string => {
  if (!isDay(text)) throw new InvalidArgumentError('a day, YYYY-MM-DD');
  return text;
};

const head = (text: string, before: readonly KnownHead[] = []): readonly KnownHead[] => {
  const [, entry, hash] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (entry === undefined || hash === undefined) throw new InvalidArgumentError('number:hash of a ledger entry');
  return [...before, { entry: Number(entry), hash }];
};

/** Kiểm chứng nhật ký: every hash, link, signature and ledger entry, by code that shares nothing with what wrote them. */
export const verifyCommand = new Command('verify')
  .description(
    'recomputes every hash, link and ledger entry of the log; exit 1 names the first event that does not hold',
  )
  .option('--dossier <code>', 'one dossier and the proofs that the ledger covers it')
  .option('--from <day>', 'only what the ledger sealed of this day and later', day)
  .option('--to <day>', 'and of no later day than this', day)
  .option('--key <FILE...>', "public keys whose signatures count, as PEM; the installation's own without it")
  .option('--head <entry:hash>', 'an entry of the ledger known from elsewhere; may be given again', head)
  .option('--json', 'print the summary as JSON')
  .action(async (options: VerifyOptions) => {
    try {
      const found = await onInstallation((installation) => verified(installation, options));
      console.log(options.json === true ? JSON.stringify(found) : readable(found));
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      if (options.json === true) console.log(JSON.stringify({ broken: error.fault }));
      throw new Error(`does not hold: ${error.message}`, { cause: error });
    }
  });

type Found = { readonly log: Summary } | { readonly bundle: BundleSummary };

async function verified(installation: Installation, options: VerifyOptions): Promise<Found> {
  const { dossier, from, to, key, head: heads = [] } = options;
  const signer = new Signer(signingKey(configured()));
  const trusted = trusting(...(key?.map((file) => readFileSync(file, 'utf8')) ?? [signer.publicKey]));
  if (dossier !== undefined) {
    const bundle = await exportBundle({ ...installation, signer }, await subjectOf(installation, dossier));
    return { bundle: verifyBundle(bundle, trusted) };
  }
  const onProgress = (events: number) => void process.stderr.write(`${events} events\n`);
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return { log: await verifyLog(installation.log, trusted, { ...days, heads, onProgress }) };
}

function readable(found: Found): string {
  const first =
    'log' in found
      ? `${found.log.events} events of ${found.log.streams} streams hold; ${found.log.entries} ledger entries cover ${found.log.covered} of them`
      : `${found.bundle.code}: ${found.bundle.events} events hold, ${found.bundle.proven} of them proven by the ledger`;
  const { head: last, uncovered } = 'log' in found ? found.log : found.bundle;
  return [
    first,
    last === null ? 'the ledger has no entry yet' : `last entry of the ledger: ${last.entry}:${last.hash}`,
    ...(uncovered.length === 0
      ? []
      : [`${uncovered.length} events behind it; were one of them cut off, nobody could tell:`]),
    ...uncovered.slice(0, NAMED).map(({ stream, revision }) => `  ${stream} ${revision}`),
    ...(uncovered.length > NAMED ? ['  … (--json names all)'] : []),
  ].join('\n');
}
