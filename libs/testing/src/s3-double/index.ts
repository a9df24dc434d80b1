export * from './double.js';
