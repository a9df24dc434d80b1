export * from './archive.js';
export * from './clamd-double.js';
export * from './form.js';
export * from './pictures.js';
