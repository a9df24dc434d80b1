import { createHash, randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/**
 * What is kept of a secret of 256 random bits. There is nothing to guess in it, so that one round of SHA-256 is enough
 * and costs a request nothing; passwords, which people choose, need argon2id.
 */
export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A bearer secret; its beginning says what it is, to the door and to who finds it in a file. */
export const secretOf = (kind: string): string => `${kind}${randomBytes(SECRET_BYTES).toString('base64url')}`;

/** As much of a fingerprint as names a session or a key to an operator, and opens nothing. */
export const shortened = (print: string): string => print.slice(0, 12);
