import { configuration, runUntilStopped, tellPerson } from '#installation';
import { startOffice } from './office.js';
import { consoleVoice } from './voice.js';

await runUntilStopped(tellPerson, async () => {
  const voice = consoleVoice(process.stdout);
  const office = await startOffice(configuration(process.env, { logLevel: 'warn' }), voice);
  return async () => {
    voice.say('Đang dừng…');
    await office.stop();
  };
});
