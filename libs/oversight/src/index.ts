export * from './oversight.codec.js';
export * from './oversight.events.js';
export * from './target-state.js';
export * from './targets.decider.js';
