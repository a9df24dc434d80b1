import type { FigureDefinition } from '../definition.js';

const SATISFIED = 4;

/** Mức độ hài lòng: rated 4 or 5, of the dossiers first rated in the period. */
export const satisfaction: FigureDefinition = {
  name: 'satisfaction',
  version: 1,
  vi: 'Mức độ hài lòng',
  source: 'Hà Tĩnh ≥ 91/100; Lai Châu > 75/100; 492/QĐ-UBND Bình Định 2011 > 60/100',
  terms: { satisfied: 'hài lòng (4, 5)', 'not-satisfied': 'chưa hài lòng (1 – 3)' },
  rates: { satisfied: { vi: 'hài lòng', of: ['satisfied'], among: ['satisfied', 'not-satisfied'] } },
  parts: ({ rating }) =>
    rating === null
      ? []
      : [{ on: rating.at, terms: { [rating.overall >= SATISFIED ? 'satisfied' : 'not-satisfied']: 1 } }],
  because: ({ rating }) => [
    { vi: 'đánh giá lần đầu', at: rating?.at ?? null },
    { vi: 'mức đánh giá', is: rating?.overall ?? 'chưa đánh giá' },
  ],
};
