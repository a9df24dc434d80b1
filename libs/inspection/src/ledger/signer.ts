import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { canonicalJson } from '#event-store';

/** Signs statements with the Ed25519 key of the ledger. */
export class Signer {
  /** SHA-256 of the public key as SubjectPublicKeyInfo. */
  readonly key: string;
  /** The public key, as PEM, for whoever verifies. */
  readonly publicKey: string;

  constructor(private readonly privateKey: KeyObject) {
    const publicKey = createPublicKey(privateKey);
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    this.key = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('hex');
  }

  /** Over the canonical JSON (RFC 8785), as base64. */
  sign(statement: object): string {
    return sign(null, Buffer.from(canonicalJson(statement)), this.privateKey).toString('base64');
  }
}
