import { parse, v5 } from 'uuid';
import { canonicalHash } from '#event-store';

const NAMESPACE = {
  command: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a01'),
  dossier: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a02'),
  portalDossier: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a03'),
  event: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a04'),
  olderDossier: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a05'),
  externalList: parse('6c0f6a52-6b3c-5d0e-9a0b-1f6f3f0f8a06'),
} as const;

const named = (namespace: Uint8Array, ...parts: readonly string[]) => v5(Buffer.from(JSON.stringify(parts)), namespace);

/** The command that an account gave under an idempotency key. */
export const commandIdOf = (account: string, key: string): string => named(NAMESPACE.command, account, key);

/** The dossier that an account's first command creates: the same key meets the same dossier. */
export const dossierIdOf = (account: string, key: string): string => named(NAMESPACE.dossier, account, key);

/** The dossier that the national portal knows under its own code. */
export const portalDossierIdOf = (portalCode: string): string => named(NAMESPACE.portalDossier, portalCode);

/** The dossier that an older register knows under its own number. */
export const olderDossierIdOf = (register: string, caseId: string): string =>
  named(NAMESPACE.olderDossier, register, caseId);

/** The lists of another register, by its name. */
export const externalListIdOf = (source: string): string => named(NAMESPACE.externalList, source);

/** The id of a command's n-th event on a stream: the same again when the command is given again. */
export const eventIdOf = (commandId: string, stream: string, at: number): string =>
  named(NAMESPACE.event, commandId, stream, String(at));

/** SHA-256 over the canonical JSON (RFC 8785) of a request, to tell a repeated key with another body. */
export const digestOf = (request: object): string => canonicalHash(request);
