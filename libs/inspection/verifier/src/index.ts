export * from './bundle.js';
export { type Fault } from './fault.js';
export { fingerprintOf, trusting, type LedgerEntry, type TrustedKeys } from './ledger-entry.js';
export { LogVerifier, type KnownHead, type Summary } from './log-verifier.js';
export { type StoredEvent } from './stored-event.js';
