import type { Channel, Paper } from '#dossier';
import type { Chance } from './chance.js';

const PAPERS = ['Tờ khai', 'Căn cước công dân', 'Giấy chứng nhận', 'Bản vẽ hiện trạng', 'Hợp đồng', 'Giấy ủy quyền'];
const DIGEST_PARTS = 8;

/** Thành phần hồ sơ of an application: all digital online, some at the counter. */
export const papersBy = (chance: Chance, channel: Channel): readonly Paper[] =>
  PAPERS.slice(0, chance.between(1, 4)).map((name) => paperBy(chance, name, channel === 'online' ? 1 : 0.3));

/** One paper, digital with this probability; its digest is invented like the paper. */
export function paperBy(chance: Chance, name: string, digitalProbability: number): Paper {
  const digital = chance.happens(digitalProbability);
  const part = () => chance.between(0, 0x7fff_ffff).toString(16).padStart(8, '0');
  const digest = digital ? Array.from({ length: DIGEST_PARTS }, part).join('') : null;
  return { name, originals: digital ? 0 : 1, copies: chance.between(0, 2), digital, digest };
}
