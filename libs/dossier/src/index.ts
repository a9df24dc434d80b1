export { currentStep } from './deciding/guards.js';
export * from './dossier.codec.js';
export * from './dossier.commands.js';
export * from './dossier.decider.js';
export * from './dossier.events.js';
export * from './dossier.state.js';
export * from './numbering.events.js';
export * from './record.events.js';
export * from './shapes.js';
