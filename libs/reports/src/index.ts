export * from './projections.js';
export * from './register/register.fold.js';
export * from './register/register.projection.js';
export * from './register/register.query.js';
export * from './timeline/timeline.fold.js';
export * from './timeline/timeline.projection.js';
export * from './timeline/timeline.query.js';
