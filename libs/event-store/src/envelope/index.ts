export * from './canonical.js';
export * from './chain.js';
export * from './keys.js';
export * from './log-age.js';
export * from './sealed.event-store.js';
