import type { Applicant } from '#dossier';
import type { Chance } from './chance.js';

const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Phan', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương'];
const MIDDLES = ['Văn', 'Thị', 'Đức', 'Minh', 'Quang', 'Ngọc', 'Thanh', 'Hữu', 'Xuân', 'Thu', 'Bảo', 'Khánh'];
const GIVEN = [
  'An',
  'Ánh',
  'Bình',
  'Châu',
  'Dũng',
  'Giang',
  'Hà',
  'Hiếu',
  'Hoa',
  'Khang',
  'Lan',
  'Linh',
  'Mai',
  'Nam',
  'Oanh',
];
const FURTHER = [
  'Phúc',
  'Quân',
  'Sơn',
  'Thảo',
  'Trang',
  'Tuấn',
  'Uyên',
  'Vinh',
  'Xuyến',
  'Yến',
  'Đạt',
  'Hùng',
  'Loan',
  'Thúy',
];
const TRADES = ['Thương mại', 'Xây dựng', 'Vận tải', 'Nông sản', 'Cơ khí', 'Dịch vụ'];
const HAMLETS = ['Thôn Đông', 'Thôn Đoài', 'Thôn Thượng', 'Tổ dân phố 1', 'Tổ dân phố 4', 'Xóm Mới'];

/** An invented name; nobody's in particular. */
export const nameBy = (chance: Chance): string =>
  `${chance.one(FAMILIES)} ${chance.one(MIDDLES)} ${chance.one([...GIVEN, ...FURTHER])}`;

/** An invented applicant; telephone numbers are of a range that no operator has. */
export function applicantBy(chance: Chance): Applicant {
  const business = chance.happens(0.12);
  const name = nameBy(chance);
  return {
    name: business ? `Công ty TNHH ${chance.one(TRADES)} ${name.split(' ').at(-1) ?? ''}` : name,
    kind: business ? 'business' : 'citizen',
    identityNo: business ? null : `000${chance.between(100_000_000, 999_999_999)}`,
    phone: chance.happens(0.9) ? `0100${chance.between(100_000, 999_999)}` : null,
    email: null,
    address: chance.one(HAMLETS),
  };
}
