export * from './clock.js';
export * from './decider.js';
export * from './event.js';
export * from './event-store.js';
export * from './refusal.js';
export * from './schema.js';
export * from './time.js';
export * from './told-of.js';
