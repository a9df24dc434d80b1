import { fileTypeFromBuffer } from 'file-type';

/**
 * Loại tệp được nhận — what a paper may be: documents and pictures that bear a signature of their own. Plain text, XML,
 * HTML and SVG bear none, so that nobody can tell by their content what they are, and are not taken.
 */
export const PAPER_TYPES = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/tiff': ['tif', 'tiff'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.oasis.opendocument.text': ['odt'],
} as const;
export type PaperType = keyof typeof PAPER_TYPES;

export const isPaperType = (type: string): type is PaperType => Object.hasOwn(PAPER_TYPES, type);

/** So much of the beginning tells what a file is. */
export const HEAD_BYTES = 64 * 1024;

const SIGNATURES: readonly (readonly [PaperType | 'archive', Buffer])[] = [
  ['image/png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/tiff', Buffer.from('49492a00', 'hex')],
  ['image/tiff', Buffer.from('4d4d002a', 'hex')],
  ['archive', Buffer.from('504b0304', 'hex')],
];

/**
 * What a file is by its beginning; `archive` is told further by its directory, null is nothing that is taken. The
 * library gives up where a picture's own directory lies behind the beginning: its signature is enough there.
 */
export async function typeByContent(head: Buffer): Promise<PaperType | 'archive' | null> {
  const signed = SIGNATURES.find(([, signature]) => head.subarray(0, signature.length).equals(signature))?.[0] ?? null;
  if (signed === 'archive') return signed;
  const found = await fileTypeFromBuffer(head);
  if (found === undefined) return signed;
  return isPaperType(found.mime) ? found.mime : null;
}
