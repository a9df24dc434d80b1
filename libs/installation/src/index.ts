export * from './configuration.js';
export * from './first-start.js';
export * from './installation.js';
export * from './publish.js';
export * from './run-until-stopped.js';
export * from './shipped-data.js';
export * from './secrets.js';
export * from './to-forget.js';
