import type { Refusal } from '#kernel';
import { refusals, type RefusalKind } from '#law';

/** RFC 9457. */
export const PROBLEM = 'application/problem+json';

const STATUS: Readonly<Record<RefusalKind, number>> = {
  input: 422,
  state: 409,
  stale: 412,
  missing: 404,
  auth: 401,
  forbidden: 403,
  behind: 503,
  unavailable: 503,
  limit: 429,
  large: 413,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'Yêu cầu không đọc được.',
  404: 'Không có địa chỉ này.',
  408: 'Yêu cầu gửi đến quá chậm.',
  414: 'Địa chỉ quá dài.',
  415: 'Nội dung phải là JSON.',
  431: 'Phần đầu của yêu cầu quá lớn.',
  500: 'Hệ thống gặp lỗi; hãy thử lại.',
};

/** A "no" of the web server, which no law knows. */
export const plain = (status: number) => ({
  type: 'about:blank',
  title: TITLES[status] ?? 'Yêu cầu bị từ chối.',
  status,
});

/** A "no" of the engine, with its law. */
export const refused = ({ code, law, facts }: Refusal) => ({
  ...facts,
  type: `/problems/${code}`,
  title: refusals[code].vi,
  status: STATUS[refusals[code].kind],
  code,
  law,
});
