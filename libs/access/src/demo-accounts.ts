import type { Account } from './local/accounts.js';

/** For trying the system on one's own machine. */
export const DEMO_PASSWORD = 'dung-hen-demo';

/** One account for each role at the commune of Đức Thọ, and a case officer of the province's Department of Justice. */
export const DEMO_ACCOUNTS: readonly Account[] = [
  { name: 'tiepnhan', role: 'reception-officer', agency: 'H27.118.1' },
  { name: 'truongbophan', role: 'unit-head', agency: 'H27.118' },
  { name: 'thuly', role: 'case-officer', agency: 'H27.118' },
  { name: 'thulytinh', role: 'case-officer', agency: 'H27.11' },
  { name: 'lanhdao', role: 'leader', agency: 'H27.118' },
  { name: 'vanthu', role: 'clerk', agency: 'H27.118' },
  { name: 'thanhtra', role: 'inspector', agency: null },
  { name: 'quantri', role: 'administrator', agency: null },
  { name: 'cong', role: 'integration', agency: null },
];
