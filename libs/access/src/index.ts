export * from './accounts.js';
export * from './demo-accounts.js';
export * from './roles.js';
