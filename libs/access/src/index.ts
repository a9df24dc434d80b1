export * from './accounts.js';
export * from './demo-accounts.js';
export * from './roles.js';
export * from './vault/key-vault.js';
export * from './vault/master-keys.js';
export * from './vault/schema.js';
