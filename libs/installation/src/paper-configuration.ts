import { isAbsolute } from 'node:path';
import type { ClamdAddress, S3Bucket } from '#papers';

const MEBIBYTE = 1024 * 1024;
const USUAL = { fileMb: 25, papers: 100, dossierMb: 500 };
const MOST = { fileMb: 1_024, papers: 1_000, dossierMb: 100_000 };
const CLAMD_PORT = 3310;
const S3_NAMES = ['BUCKET', 'ENDPOINT', 'REGION', 'PATH_STYLE', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'] as const;

/** How papers are kept, and how many. */
export interface PaperConfiguration {
  /** No file is larger. */
  readonly maxBytes: number;
  /** What a dossier may have in all. */
  readonly atMost: { readonly papers: number; readonly bytes: number };
  /** The folder, unless a bucket is named; null: `papers` under `dataDir`. */
  readonly dir: string | null;
  readonly bucket: S3Bucket | null;
  /** Null: files are kept unscanned. */
  readonly clamd: ClamdAddress | null;
}

type Read = (name: string) => string | null;
type Checked = <T>(name: string, parse: (value: string) => T | null, expected: string, otherwise: T) => T;

/** Reads and checks the variables of papers; a secret that was given is not repeated. */
export function paperConfiguration(read: Read, checked: Checked, wrongs: string[]): PaperConfiguration {
  const count = (name: string, most: number, usual: number, unit = '') =>
    checked(name, (value) => wholeTo(most, value), `a whole number from 1 to ${most}${unit}`, usual);
  const dir = read('PAPERS_DIR');
  const bucket = bucketOf(read, checked, wrongs);
  if (dir !== null && bucket !== null) wrongs.push('PAPERS_DIR and PAPERS_S3_BUCKET: only one of them');
  return {
    maxBytes: count('PAPER_MAX_MB', MOST.fileMb, USUAL.fileMb) * MEBIBYTE,
    atMost: {
      papers: count('PAPERS_PER_DOSSIER', MOST.papers, USUAL.papers),
      bytes: count('PAPERS_PER_DOSSIER_MB', MOST.dossierMb, USUAL.dossierMb) * MEBIBYTE,
    },
    dir,
    bucket,
    clamd: checked<ClamdAddress | null>('CLAMD_URL', clamdOf, 'tcp://host:3310 or unix:///path', null),
  };
}

function wholeTo(most: number, value: string): number | null {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= most ? number : null;
}

function bucketOf(read: Read, checked: Checked, wrongs: string[]): S3Bucket | null {
  const given = S3_NAMES.filter((name) => read(`PAPERS_S3_${name}`) !== null);
  if (given.length === 0) return null;
  for (const name of ['BUCKET', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'] as const)
    if (!given.includes(name)) wrongs.push(`PAPERS_S3_${name} is needed for papers in a bucket`);
  return {
    bucket: checked('PAPERS_S3_BUCKET', bucketName, 'the name of a bucket', ''),
    endpoint: checked<string | null>('PAPERS_S3_ENDPOINT', endpointOf, 'http://host:port or https://host', null),
    region: read('PAPERS_S3_REGION') ?? 'us-east-1',
    pathStyle: checked('PAPERS_S3_PATH_STYLE', yesOrNo, 'true or false', given.includes('ENDPOINT')),
    accessKeyId: read('PAPERS_S3_ACCESS_KEY_ID') ?? '',
    secretAccessKey: read('PAPERS_S3_SECRET_ACCESS_KEY') ?? '',
  };
}

const bucketName = (value: string): string | null => (/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) ? value : null);

const yesOrNo = (value: string): boolean | null => (value === 'true' ? true : value === 'false' ? false : null);

function urlOf(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

function endpointOf(value: string): string | null {
  const url = urlOf(value);
  const isPlain = url !== null && url.username === '' && url.pathname === '/' && url.search === '';
  return isPlain && ['http:', 'https:'].includes(url.protocol) ? url.origin : null;
}

function clamdOf(value: string): ClamdAddress | null {
  const url = urlOf(value);
  if (url === null || url.username !== '') return null;
  if (url.protocol === 'unix:') return url.host === '' && isAbsolute(url.pathname) ? { path: url.pathname } : null;
  const isTcp = url.protocol === 'tcp:' && url.hostname !== '' && /^\/?$/.test(url.pathname);
  return isTcp ? { host: url.hostname, port: url.port === '' ? CLAMD_PORT : Number(url.port) } : null;
}
