import { mutation } from './settings.js';

export default mutation('working-time', { folders: ['libs/working-time/src'] });
