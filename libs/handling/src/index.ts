export * from './catalogue-feed.js';
export * from './dossier-desk.js';
export * from './dossier-log.js';
export * from './dossier-reactions.js';
export * from './dossier-requests.js';
export * from './involvement.js';
export * from './numbering.js';
export * from './system-clock.js';
