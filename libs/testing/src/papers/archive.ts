import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of an archive; what it declares may be a lie. */
export interface ArchiveEntry {
  readonly name: string;
  readonly data?: Buffer;
  readonly deflated?: boolean;
  /** What its directory says that it unpacks to. */
  readonly declares?: number;
  /** Its directory points to the first entry's bytes. */
  readonly sharesTheFirst?: boolean;
}

const OOXML = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>';

/** A ZIP archive, as whoever wants to may write one. */
export function archiveOf(entries: readonly ArchiveEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, data = Buffer.from('x'), deflated = false, declares, sharesTheFirst = false } of entries) {
    const packed = deflated ? deflateRawSync(data) : data;
    const method = deflated ? 8 : 0;
    const sizes = [crc32Of(data), packed.length, declares ?? data.length] as const;
    const local = header(0x04034b50, [20, 0, method, 0, 0], sizes, [Buffer.byteLength(name), 0]);
    const body = Buffer.concat([local, Buffer.from(name), packed]);
    const central = header(0x02014b50, [20, 20, 0, method, 0, 0], sizes, [Buffer.byteLength(name), 0, 0, 0, 0, 0, 0]);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(sharesTheFirst ? 0 : at);
    directory.push(central, offset, Buffer.from(name));
    if (sharesTheFirst) continue;
    bodies.push(body);
    at += body.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...bodies, listed, end]);
}

/** A DOCX with what it needs at least, and more. */
export const docx = (...more: readonly ArchiveEntry[]): Buffer =>
  archiveOf([
    { name: '[Content_Types].xml', data: Buffer.from(OOXML), deflated: true },
    { name: 'word/document.xml', data: Buffer.from('<w:document/>'), deflated: true },
    ...more,
  ]);

const xlsxParts = [
  { name: '[Content_Types].xml', data: Buffer.from(OOXML), deflated: true },
  { name: 'xl/workbook.xml', data: Buffer.from('<workbook/>'), deflated: true },
];
export const xlsx = (): Buffer => archiveOf(xlsxParts);

export const odt = (): Buffer =>
  archiveOf([
    { name: 'mimetype', data: Buffer.from('application/vnd.oasis.opendocument.text') },
    { name: 'content.xml', data: Buffer.from('<office:document-content/>'), deflated: true },
  ]);

const crc32Of = (data: Buffer): number => crc32(data);

function header(
  signature: number,
  before: readonly number[],
  sizes: readonly number[],
  after: readonly number[],
): Buffer {
  const bytes = Buffer.alloc(4 + before.length * 2 + sizes.length * 4 + after.length * 2);
  let at = bytes.writeUInt32LE(signature);
  for (const value of before) at = bytes.writeUInt16LE(value, at);
  for (const value of sizes) at = bytes.writeUInt32LE(value, at);
  for (const value of after) at = bytes.writeUInt16LE(value, at);
  return bytes;
}
