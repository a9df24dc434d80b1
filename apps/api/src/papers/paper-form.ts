import type { FastifyRequest } from 'fastify';
import type { MultipartFile } from '@fastify/multipart';
import { personal, record, Refusal } from '#kernel';
import { cleanFileName } from '#papers';
import { taken } from '../input.js';

/** Beside the file a form says which component it is; nothing else. */
const fields = record({ name: personal });
const LIMITS = { files: 1, fields: 4, parts: 5, fieldNameSize: 64, fieldSize: 8 * 1024, headerPairs: 16 };
/** What surrounds the file in a form. */
const FORM_BYTES = 64 * 1024;
/** A sender that sends nothing for so long has gone. */
const IDLE_MS = 60_000;

/** What a form says of its file. */
export interface PaperForm {
  readonly name: string;
  readonly fileName: string | null;
}

/** Hears the bytes of the file as they come; the sender waits while it works. */
export type TakeFile = (bytes: AsyncIterable<Uint8Array>) => Promise<void>;

const invalid = (at: string) => new Refusal('invalid-input', null, { at });

/** Reads a form with one file, wherever in it the file stands. @throws Refusal `invalid-input`, `too-large` */
export async function readPaperForm(request: FastifyRequest, maxBytes: number, take: TakeFile): Promise<PaperForm> {
  if (!request.isMultipart()) throw invalid('multipart/form-data expected');
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + FORM_BYTES)
    throw new Refusal('too-large', null, { maxBytes });
  const given: Record<string, unknown> = {};
  let file: MultipartFile | null = null;
  request.raw.setTimeout(IDLE_MS, () => request.raw.destroy());
  for await (const part of readable(request.parts({ limits: { ...LIMITS, fileSize: maxBytes + 1 } }))) {
    if (part.type === 'file') {
      file = part;
      await take(readable(part.file));
    } else if (Object.hasOwn(given, part.fieldname)) throw invalid(`${part.fieldname}: once only`);
    else given[part.fieldname] = part.value;
  }
  request.raw.setTimeout(0);
  if (file === null) throw invalid('file: one file expected');
  return { ...taken(fields, given), fileName: cleanFileName(file.filename) };
}

/** A form that breaks off or is none is the sender's doing. */
async function* readable<T>(parts: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* parts;
  } catch {
    throw invalid('multipart/form-data: broken off, or not as agreed');
  }
}

/** Lets the sender come to an end of what is refused, so that it hears the answer; but not for ever. */
export function disregard({ raw }: FastifyRequest, maxBytes: number): void {
  let bytes = 0;
  raw.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > maxBytes + FORM_BYTES) raw.destroy();
  });
  raw.resume();
}
