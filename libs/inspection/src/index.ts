export * from './bundle/export-bundle.js';
export * from './ledger/covered-log.js';
export * from './ledger/keep-ledger.js';
export * from './ledger/ledger.events.js';
export { GrowingTree } from './ledger/merkle.js';
export * from './ledger/seal-ledger.js';
export * from './ledger/signer.js';
export * from './verify-log.js';
