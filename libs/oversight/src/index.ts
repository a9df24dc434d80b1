export * from './external-list.decider.js';
export * from './inspection.decider.js';
export * from './oversight.codec.js';
export * from './oversight.events.js';
export * from './oversight-log.js';
export * from './period.decider.js';
export * from './target-state.js';
export * from './targets.decider.js';
