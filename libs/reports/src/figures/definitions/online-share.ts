import type { FigureDefinition } from '../definition.js';

/** Hồ sơ trực tuyến: filed online, of the dossiers received in the period; and of their procedures those with such a one. */
export const onlineShare: FigureDefinition = {
  name: 'online-share',
  version: 1,
  vi: 'Hồ sơ nộp trực tuyến',
  source: 'Hà Tĩnh, Lai Châu: ≥ 50/100',
  terms: {
    online: 'nộp trực tuyến',
    otherwise: 'nộp trực tiếp, qua bưu chính',
    procedures: 'thủ tục có hồ sơ',
    'procedures-online': 'thủ tục có hồ sơ trực tuyến',
  },
  rates: {
    dossiers: { vi: 'hồ sơ', of: ['online'], among: ['online', 'otherwise'] },
    procedures: { vi: 'thủ tục', of: ['procedures-online'], among: ['procedures'] },
  },
  distinct: {
    procedures: { by: 'procedure', having: ['online', 'otherwise'] },
    'procedures-online': { by: 'procedure', having: ['online'] },
  },
  parts: ({ receivedAt, channel }) =>
    receivedAt === null ? [] : [{ on: receivedAt, terms: { [channel === 'online' ? 'online' : 'otherwise']: 1 } }],
  because: ({ channel, procedure }) => [
    { vi: 'hình thức nộp', is: channel },
    { vi: 'thủ tục', is: procedure ?? 'không rõ' },
  ],
};
