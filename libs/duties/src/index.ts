export * from './duties-of.js';
export * from './duty.js';
export * from './facts.fold.js';
export * from './forecast.js';
export * from './owed.js';
