export * from './projections.js';
export * from './register/register.fold.js';
export * from './register/register.projection.js';
