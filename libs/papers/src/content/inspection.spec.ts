import { createHash, randomBytes } from 'node:crypto';
import { archiveOf, docx, jpeg, odt, pdf, png, program, tiff, xlsx, type ArchiveEntry } from '#testing';
import { Refusal } from '#kernel';
import { NoScanner } from '#papers';
import { Inspection } from './inspection.js';

const MEBIBYTE = 1024 * 1024;

async function* pieces(bytes: Buffer, every: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += every) yield bytes.subarray(at, at + every);
}

async function inspected(bytes: Buffer, every = 16 * 1024, maxBytes = 20 * MEBIBYTE) {
  const inspection = new Inspection(maxBytes, await new NoScanner().begin());
  const through: Uint8Array[] = [];
  try {
    for await (const chunk of inspection.through(pieces(bytes, every))) through.push(chunk);
  } catch (error) {
    if (error instanceof Refusal) return `${error.code} ${JSON.stringify(error.facts)}`;
    throw error;
  }
  return { ...inspection.found, unchanged: Buffer.concat(through).equals(bytes) };
}

const office = (...more: readonly ArchiveEntry[]) => inspected(docx(...more));
const OFFICE = 'application/vnd.openxmlformats-officedocument';

describe('what a file is, by its content', () => {
  it.each([
    ['a PDF', pdf(), 'application/pdf'],
    ['a large PDF', pdf(3 * MEBIBYTE), 'application/pdf'],
    ['a JPEG', jpeg(), 'image/jpeg'],
    ['a PNG', png(), 'image/png'],
    ['a TIFF whose directory lies at its end', tiff(), 'image/tiff'],
    ['a DOCX', docx(), `${OFFICE}.wordprocessingml.document`],
    [
      'a DOCX with large pictures',
      docx({ name: 'word/media/a.png', data: randomBytes(3 * MEBIBYTE) }),
      `${OFFICE}.wordprocessingml.document`,
    ],
    ['an XLSX', xlsx(), `${OFFICE}.spreadsheetml.sheet`],
    ['an ODT', odt(), 'application/vnd.oasis.opendocument.text'],
  ])('%s is known, and told by its size and SHA-256', async (_what, bytes, type) => {
    const digest = createHash('sha256').update(bytes).digest('hex');
    for (const every of [997, 64 * 1024, bytes.length])
      expect(await inspected(bytes, every)).toEqual({
        type,
        size: bytes.length,
        digest,
        scan: 'not-scanned',
        unchanged: true,
      });
  });

  it.each([
    ['a program of Windows', program()],
    ['a program of Linux', Buffer.from('7f454c4602010100', 'hex')],
    ['a large program', program(MEBIBYTE)],
    ['HTML', Buffer.from('<html><body onload="alert(1)">')],
    ['a script', Buffer.from('#!/usr/bin/env python3\n')],
    ['XML', Buffer.from('<?xml version="1.0"?><svg/>')],
    ['plain text', Buffer.from('Tờ khai')],
    ['a picture that may move', Buffer.from('GIF89a')],
    ['one byte', Buffer.of(0)],
    ['a RAR archive', Buffer.from('526172211a0700', 'hex')],
    ['an archive of nothing that we know', archiveOf([{ name: 'a.pdf', data: pdf() }])],
    ['an Office file without its parts', archiveOf([{ name: 'word/document.xml' }])],
    ['a presentation', archiveOf([{ name: '[Content_Types].xml' }, { name: 'ppt/presentation.xml' }])],
    [
      'an OpenDocument template',
      archiveOf([
        { name: 'mimetype', data: Buffer.from('application/vnd.oasis.opendocument.text-template') },
        { name: 'content.xml' },
      ]),
    ],
  ])('%s is not taken', async (_what, bytes) => {
    expect(await inspected(bytes)).toBe('unsupported-type {}');
  });

  it('is nothing when there is nothing, and not taken when there is too much', async () => {
    expect(await inspected(Buffer.alloc(0))).toBe('paper-empty {}');
    expect(await inspected(pdf(1_001), 100, 1_000)).toBe('too-large {"maxBytes":1000}');
    expect(await inspected(pdf(1_000), 100, 1_000)).toMatchObject({ size: 1_000 });
  });

  it.each([
    'word/vbaProject.bin',
    'WORD/VBAPROJECT.BIN',
    'word/media/a.exe',
    'Basic/Standard/a.xml',
    'a.js',
    'x/y.HTML',
  ])('what runs within a document is not taken: %s', async (name) =>
    expect(await office({ name })).toBe('unsupported-type {}'),
  );
});

describe('an archive that would do harm is told by its directory, unopened', () => {
  const data = Buffer.alloc(20_000);
  it.each<[string, Buffer]>([
    ['one part grows a thousandfold', docx({ name: 'a.bin', data: Buffer.alloc(8 * MEBIBYTE), deflated: true })],
    ['a part says that it grows beyond measure', docx({ name: 'a.bin', declares: 0xffff_fffe })],
    [
      'many parts grow beyond measure together',
      docx(...Array.from({ length: 300 }, (_, at) => ({ name: `${at}.bin`, data, declares: MEBIBYTE }))),
    ],
    ['parts share their bytes', docx({ name: 'a.bin', sharesTheFirst: true })],
    ['it holds too many parts', docx(...Array.from({ length: 2_001 }, (_, at) => ({ name: `${at}` })))],
    [
      'its directory is larger than what is looked at',
      docx(...Array.from({ length: 1_990 }, (_, at) => ({ name: `${at}/${'a'.repeat(700)}` }))),
    ],
    ['it holds an archive', docx({ name: 'word/embeddings/a.zip' })],
    ['it holds another document', docx({ name: 'word/embeddings/a.xlsx' })],
    ['a part leaves the archive', docx({ name: '../../etc/passwd' })],
    ['a part stands at the root', docx({ name: '/etc/passwd' })],
    ['it is cut off', docx().subarray(0, -30)],
    ['something follows it', Buffer.concat([docx(), Buffer.from('more')])],
    ['it has a beginning only', Buffer.from('504b0304', 'hex')],
  ])('when %s', async (_what, bytes) => {
    expect(await inspected(bytes)).toMatch(/^unsafe-archive /);
  });
});
