import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry } from 'yauzl';
import { Refusal } from '#kernel';
import type { PaperType } from './paper-type.js';

const MEBIBYTE = 1024 * 1024;
/** So much of an archive's end is kept for its directory; one that is larger is not looked at. */
export const TAIL_BYTES = MEBIBYTE;

const MOST_ENTRIES = 2_000;
const MOST_UNPACKED = 250 * MEBIBYTE;
/** A part that grows to more than this by more than the ratio is no document. */
const LARGE = MEBIBYTE;
const MOST_GROWTH = 100;
const LOCAL_HEADER = 30;

const NESTED = /\.(?:zip|7z|rar|gz|tgz|bz2|xz|tar|jar|war|apk|cab|iso|docx|docm|xlsx|xlsm|pptx|pptm|odt|ods|odp)$/i;
const ACTIVE =
  /(?:^|\/)vbaproject\.bin$|^basic\/|^scripts\/|\.(?:exe|dll|com|scr|bat|cmd|ps1|vbs|js|jse|wsf|hta|lnk|msi|sh|class|html?|svg|swf)$/i;

const OFFICE: readonly (readonly [part: string, PaperType])[] = [
  ['word/document.xml', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xl/workbook.xml', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
];
const ODT = 'application/vnd.oasis.opendocument.text';
const MIMETYPE = 'mimetype';

const unsafe = (why: string) => new Refusal('unsafe-archive', null, { why });
const unsupported = () => new Refusal('unsupported-type');

/** The beginning and the end of a file that went by, as far as its directory needs them. */
export interface Ends {
  readonly head: Buffer;
  readonly tail: Buffer;
  readonly size: number;
}

/**
 * Which document an archive is, by its directory alone: nothing of it is unpacked. @throws Refusal `unsupported-type`,
 * `unsafe-archive` where it would grow beyond measure, overlaps, hides another archive or carries something that runs
 */
export async function documentIn(ends: Ends): Promise<PaperType> {
  const entries = await directoryOf(ends);
  if (entries.some(({ fileName }) => ACTIVE.test(fileName))) throw unsupported();
  if (entries.some(({ fileName }) => NESTED.test(fileName))) throw unsafe('an archive within');
  if (entries.some((entry) => entry.isEncrypted())) throw unsafe('encrypted');
  withinMeasure(entries);
  apart(entries, ends.size);
  const names = new Set(entries.map(({ fileName }) => fileName));
  if (isOdt(ends.head, entries)) return ODT;
  const office = names.has('[Content_Types].xml') ? OFFICE.find(([part]) => names.has(part)) : undefined;
  if (office === undefined) throw unsupported();
  return office[1];
}

/** @throws Refusal `unsafe-archive` for a directory that is broken, too long, or names paths that leave the archive */
async function directoryOf(ends: Ends): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  try {
    const archive = await fromRandomAccessReaderPromise(new EndsReader(ends), ends.size, { strictFileNames: true });
    if (archive.entryCount > MOST_ENTRIES) throw unsafe('too many entries');
    for await (const entry of archive.eachEntry()) entries.push(entry);
  } catch (error) {
    throw error instanceof Refusal ? error : unsafe('a directory that cannot be read');
  }
  return entries;
}

function withinMeasure(entries: readonly Entry[]): void {
  let unpacked = 0;
  for (const { uncompressedSize, compressedSize } of entries) {
    unpacked += uncompressedSize;
    if (uncompressedSize > LARGE && uncompressedSize > compressedSize * MOST_GROWTH) throw unsafe('grows too much');
  }
  if (unpacked > MOST_UNPACKED) throw unsafe('grows too much');
}

/** Entries that share their bytes unpack to many times what the file could hold. */
function apart(entries: readonly Entry[], size: number): void {
  let free = 0;
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < free) throw unsafe('entries overlap');
    free = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER + entry.fileNameLength + entry.compressedSize;
  }
  if (free > size) throw unsafe('entries overlap');
}

/** An OpenDocument file says what it is in its first entry, which is not compressed. */
function isOdt(head: Buffer, entries: readonly Entry[]): boolean {
  const first = entries.find(({ relativeOffsetOfLocalHeader }) => relativeOffsetOfLocalHeader === 0);
  const text = head.toString('latin1', LOCAL_HEADER, LOCAL_HEADER + MIMETYPE.length + ODT.length);
  return first?.fileName === MIMETYPE && first.compressedSize === ODT.length && text === `${MIMETYPE}${ODT}`;
}

/** Reads what was kept of a file; the middle of it is gone. */
class EndsReader extends RandomAccessReader {
  constructor(private readonly ends: Ends) {
    super();
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const { tail, size } = this.ends;
    const from = position - (size - tail.length);
    const isKept = from >= 0 && from + length <= tail.length;
    if (isKept) tail.copy(buffer, offset, from, from + length);
    setImmediate(callback, isKept ? null : new Error('not kept'));
  }
}
