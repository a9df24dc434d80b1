export * from './circumstances.js';
export * from './matrix.js';
export * from './samples.js';
export * from './specify.js';
