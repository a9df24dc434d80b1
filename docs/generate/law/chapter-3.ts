import { RECEIVING } from './chapter-3-receiving.js';
import { SETTLING } from './chapter-3-settling.js';
import type { Article } from './clause.js';

/** Chương III – Phạm vi tiếp nhận và quy trình giải quyết thủ tục hành chính. */
export const CHAPTER_3: readonly Article[] = [...RECEIVING, ...SETTLING];
