export { start as default } from './server-process.js';
