import type { Workflow } from './catalogue.events.js';

/** Quy trình mặc định: receive – appraise – approve – issue. Hours are 0: none are laid down. */
export const DEFAULT_WORKFLOW: Omit<Workflow, 'version'> = {
  id: 'default',
  steps: [
    { id: 'receive', name: 'Tiếp nhận, số hóa, chuyển hồ sơ', role: 'reception-officer', hours: 0 },
    { id: 'appraise', name: 'Thụ lý, thẩm định', role: 'case-officer', hours: 0 },
    { id: 'approve', name: 'Phê duyệt, ký số', role: 'leader', hours: 0 },
    { id: 'issue', name: 'Cấp số, đóng dấu, phát hành', role: 'clerk', hours: 0 },
  ],
  legs: [],
};
