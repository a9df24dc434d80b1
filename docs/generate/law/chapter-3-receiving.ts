import { binds, free, later, type Article } from './clause.js';

const LAW = 'libs/law/src/nd118-2025';

/** Articles 14 to 18: what is received where, and how. */
export const RECEIVING: readonly Article[] = [
  {
    number: 14,
    heading: 'Phạm vi tiếp nhận thủ tục hành chính tại Bộ phận Một cửa',
    clauses: 3,
    list: [
      free('14.1', 'Bộ phận Tiếp nhận và Trả kết quả cấp bộ', 'which ministry receives what; the catalogue says'),
      binds(
        '14.2',
        'không phụ thuộc vào địa giới hành chính trong phạm vi cấp tỉnh',
        'a centre receives what an agency of another place or level decides',
        'decidingAgency',
        'libs/handling/src/terms.ts',
      ),
      free('14.3', 'không thực hiện tiếp nhận hồ sơ trực tiếp tại trụ sở', 'what ministers and chairmen may exempt'),
    ],
  },
  {
    number: 15,
    heading: 'Cách thức tổ chức, cá nhân nộp hồ sơ, nhận kết quả',
    clauses: 3,
    list: [
      binds(
        '15.1',
        'Trực tiếp tại Bộ phận Một cửa',
        'received at the counter; the dossier keeps the channel and has its limit',
        ...channel(),
      ),
      binds(
        '15.2',
        'Thông qua dịch vụ bưu chính công ích',
        'received by post; the dossier keeps the channel and has its limit',
        ...channel(),
      ),
      binds('15.3', 'Trực tuyến', 'received online; the dossier keeps the channel and has its limit', ...channel()),
      later(
        '15.3',
        'tại Cổng Dịch vụ công quốc gia',
        'the connection to the portal; a program submits with a key today',
      ),
    ],
  },
  {
    number: 16,
    heading: 'Hướng dẫn chuẩn bị hồ sơ thực hiện thủ tục hành chính',
    clauses: 3,
    list: [
      later('16.1', 'Nội dung hướng dẫn bao gồm', 'pages for citizens; officers read a procedure by `GET /procedures`'),
      free('16.2', 'hướng dẫn … thông qua các cách thức sau', 'by which means officers guide'),
      binds(
        '16.3',
        'bổ sung một lần đầy đủ, chính xác',
        'a second request at the desk is refused, unless it gives the reason of its override',
        'oneDeskSupplement',
        `${LAW}/article-16-3-one-desk-supplement.ts`,
      ),
    ],
  },
  {
    number: 17,
    heading: 'Tiếp nhận hồ sơ thủ tục hành chính',
    clauses: 5,
    list: [
      binds(
        '17.1',
        'Trường hợp từ chối nhận hồ sơ, … phải nêu rõ lý do',
        'a refusal at the desk bears its reason, and is possible only until reception',
        'RefuseAtDesk',
        'libs/dossier/src/dossier.decider.ts',
      ),
      later(
        '17.1',
        'tài khoản định danh điện tử; sao chụp …, chữ ký số',
        'electronic identity, signed copies, Forms 02, 03',
      ),
      binds(
        '17.2',
        'Trong vòng 02 giờ … có thông báo; không muộn hơn 08 (tám) giờ làm việc',
        'the desk is told at once and reminded after two hours, answers within eight working hours, or its head is told',
        'answer-submission',
        'libs/duties/src/kinds/answer-submission.ts',
      ),
      binds(
        '17.3',
        'tính từ thời điểm hồ sơ đã được tiếp nhận đầy đủ, hợp lệ; 01 (một) Mã số hồ sơ',
        'the clock starts at reception; one code for life',
        'clockStartsAt',
        `${LAW}/article-17-3-clock-starts-at-reception.ts`,
      ),
      binds(
        '17.4',
        'trả kết quả giải quyết ngay sau khi tiếp nhận, giải quyết',
        'a same-day procedure is due on its day when it came before 15:00',
        'dueOnTheSameDay',
        `${LAW}/article-17-4-same-day-cut-off.ts`,
      ),
      free(
        '17.5',
        'phân công, ủy quyền giải quyết',
        'refers to Article 19: the workflow says which role has which step',
      ),
    ],
  },
  {
    number: 18,
    heading: 'Chuyển hồ sơ đến cơ quan có thẩm quyền giải quyết',
    clauses: 2,
    list: [
      binds(
        '18.1',
        'Chuyển dữ liệu hồ sơ điện tử … đến cơ quan có thẩm quyền',
        'the electronic file is with the deciding agency from the reception on',
        'ReceiveDossier',
        'libs/dossier/src/dossier.decider.ts',
      ),
      binds(
        '18.2',
        'trong ngày làm việc hoặc chuyển vào đầu giờ ngày làm việc tiếp theo',
        'the desk owes handing paper on by the end of the day, from 15:00 on by the next opening',
        'forward-paper',
        'libs/duties/src/kinds/forward-paper.ts',
      ),
    ],
  },
];

function channel(): readonly [string, string] {
  return ['channel', 'libs/handling/src/terms.ts'];
}
