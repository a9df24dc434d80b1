export { stop as default } from './server-process.js';
