import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ERASED, type Proposed, type Recorded, type Shape } from '#kernel';
import type { SealingKey } from './keys.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What stands in place of the n-th personal text of an event. */
interface Place {
  readonly sealed: number;
}

/**
 * Takes every personal text out of an event and enciphers them together, bound to the event's id. An event without any
 * still names the key, so that the head of a stream tells it.
 */
export function seal(event: Proposed, shape: Shape | undefined, key: SealingKey): Proposed {
  const texts: string[] = [];
  const data = shape === undefined ? event.data : (withPlaces(shape, event.data, texts) as object);
  const { meta } = event;
  if (texts.length === 0 && meta.lateReason === undefined)
    return { ...event, meta: { ...meta, sealed: { key: key.id, box: null } } };
  const box = encipher(JSON.stringify({ texts, ...about(meta) }), key.bytes, event.id);
  const late = meta.lateReason === undefined ? {} : { lateReason: '' };
  return { ...event, data, meta: { ...meta, ...late, commandDigest: '', sealed: { key: key.id, box } } };
}

/** What of the metadata tells of the person; a digest of a request lets who guesses the request know that it is right. */
interface About {
  readonly commandDigest: string;
  readonly lateReason?: string;
}

interface Opened extends About {
  readonly texts: readonly string[];
}

const about = ({ commandDigest, lateReason }: About): About => ({
  commandDigest,
  ...(lateReason === undefined ? {} : { lateReason }),
});

/** Given to an event that cannot be read: no codec takes it, so its dossier stops and others go on. */
const UNREADABLE = 0;

/**
 * Puts the personal text back; where the key was destroyed every one of them reads as erased. An event whose box does
 * not open, or whose key is not known, is handed on under a schema number that no codec takes.
 */
export function open(event: Recorded, keys: ReadonlyMap<string, Uint8Array | null>): Recorded {
  const { sealed, lateReason } = event.meta;
  if (!sealed || sealed.box === null) return event;
  const key = keys.get(sealed.key);
  const opened = key === undefined ? undefined : key === null ? null : decipher(sealed.box, key, event.id);
  if (opened === undefined) return { ...event, v: UNREADABLE };
  const data = withTexts(event.data, opened?.texts ?? null) as object;
  const erased = lateReason === undefined ? {} : { lateReason: ERASED };
  return { ...event, data, meta: { ...event.meta, ...(opened === null ? erased : about(opened)) } };
}

function withPlaces(shape: Shape, value: unknown, texts: string[]): unknown {
  if (value === null || value === undefined) return value;
  switch (shape.is) {
    case 'text':
      if (!shape.personal || typeof value !== 'string') return value;
      return { sealed: texts.push(value) - 1 } satisfies Place;
    case 'optional':
    case 'nullable':
      return withPlaces(shape.of, value, texts);
    case 'list':
      return Array.isArray(value) && holdsPersonal(shape)
        ? value.map((item) => withPlaces(shape.of, item, texts))
        : value;
    case 'record':
      return holdsPersonal(shape) ? recordWithPlaces(shape.fields, value, texts) : value;
    default:
      return value;
  }
}

function recordWithPlaces(fields: Readonly<Record<string, Shape>>, value: object, texts: string[]): object {
  const placed: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const field = fields[key];
    placed[key] = field === undefined ? item : withPlaces(field, item, texts);
  }
  return placed;
}

const personalShapes = new WeakMap<Shape, boolean>();

/** Whether any text of a shape is personal; asked of the same few shapes for every event. */
function holdsPersonal(shape: Shape): boolean {
  const known = personalShapes.get(shape);
  if (known !== undefined) return known;
  const found =
    shape.is === 'text'
      ? shape.personal
      : shape.is === 'record'
        ? Object.values(shape.fields).some(holdsPersonal)
        : 'of' in shape && holdsPersonal(shape.of);
  personalShapes.set(shape, found);
  return found;
}

/** No record of an event has the one field `sealed`, so nothing else is taken for a place. */
const isPlace = (value: object): value is Place =>
  'sealed' in value && typeof value.sealed === 'number' && Object.keys(value).length === 1;

/** Whatever holds no place is handed on as it is, not as a copy: of a reception that is most of it. */
function withTexts(value: object, texts: readonly string[] | null): unknown {
  if (isPlace(value)) return texts === null ? ERASED : (texts[value.sealed] ?? ERASED);
  let opened: Record<string, unknown> | null = null;
  for (const key of Object.keys(value)) {
    const item: unknown = Reflect.get(value, key);
    if (typeof item !== 'object' || item === null) continue;
    const text = withTexts(item, texts);
    if (text === item) continue;
    opened ??= copyOf(value);
    opened[key] = text;
  }
  return opened ?? value;
}

const copyOf = (value: object): Record<string, unknown> =>
  Object.assign(Array.isArray(value) ? [] : {}, value) as Record<string, unknown>;

/** Nonce, ciphertext and tag as one text. */
function encipher(text: string, key: Uint8Array, boundTo: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Undefined when the box was changed, is of another event, or was made by another key. */
function decipher(box: string, key: Uint8Array, boundTo: string): Opened | undefined {
  try {
    const bytes = Buffer.from(box, 'base64');
    const decipherer = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(boundTo))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipherer.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
    return JSON.parse(text + decipherer.final('utf8')) as Opened;
  } catch {
    return undefined;
  }
}
