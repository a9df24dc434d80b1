import { binds, free, later, type Article } from './clause.js';

const FOUNDING = 'who founds which office; the catalogue takes agencies and centres as they are published';
const STAFF = 'staffing of the office';
const HEAD = 'binds the head of the office in person';
const SENDER = 'binds the agency that sends staff';

/** Chương II – Tổ chức, mối quan hệ công tác và trụ sở Bộ phận Một cửa. */
export const CHAPTER_2: readonly Article[] = [
  {
    number: 7,
    heading: 'Tổ chức Bộ phận Một cửa',
    clauses: 5,
    list: [
      free('7.1', 'Tại cấp bộ', FOUNDING),
      free('7.2', 'Tại cấp tỉnh', FOUNDING),
      free('7.3', 'Tại cấp xã', FOUNDING),
      free('7.4', 'giao doanh nghiệp cung ứng dịch vụ bưu chính công ích', 'who may be contracted to help'),
      free('7.5', 'theo quyết định của Thủ tướng Chính phủ', 'reserves decisions to the Prime Minister'),
    ],
  },
  {
    number: 8,
    heading: 'Nhiệm vụ, quyền hạn của Bộ phận Một cửa',
    clauses: 4,
    list: [
      later('8.1.a', 'Công khai … danh mục, nội dung thủ tục', 'the public page of procedures; the desk searches them'),
      free('8.1.b', 'Hướng dẫn, tiếp nhận, kiểm tra', 'names the duties that Articles 16 to 24 lay down'),
      free('8.1.c', 'Phối hợp với các cơ quan, đơn vị liên quan', 'cooperation of offices'),
      binds(
        '8.1.d',
        'đôn đốc các cơ quan, đơn vị xử lý các hồ sơ đến hoặc quá hạn giải quyết',
        'who owes something is told before it is due and when it is overdue',
        'noticesBy',
        'libs/duties/src/owed.ts',
      ),
      free(
        '8.1.đ',
        'phản ánh, kiến nghị, khiếu nại, tố cáo',
        'complaints have a procedure and a register of their own',
      ),
      free('8.1.e', 'tập huấn, bồi dưỡng', 'training'),
      free('8.1.g', 'cơ sở vật chất, trang thiết bị', 'premises and services'),
      free('8.1.h', 'giải pháp đổi mới, cải tiến', 'proposals of the office'),
      free('8.1.i', 'các nhiệm vụ khác', 'other tasks'),
      free(
        '8.2',
        'Trung tâm … cấp tỉnh … kiểm soát thủ tục hành chính',
        'the provincial office as controller of procedures',
      ),
      free('8.3', 'Trung tâm Phục vụ hành chính công một cấp', 'which office does which task'),
      free('8.4', 'Trung tâm … cấp xã', 'which office does which task'),
    ],
  },
  {
    number: 9,
    heading: 'Trách nhiệm của người đứng đầu Bộ phận Một cửa',
    clauses: 11,
    list: [
      free(
        '9.1',
        'Trực tiếp điều hành và chịu trách nhiệm',
        `${HEAD}; what failed is told to heads (8.1.d, 19.4, 19.6)`,
      ),
      free('9.2', 'Định kỳ 03 tháng hoặc đột xuất', HEAD),
      free('9.3', 'Quản lý thời gian làm việc, … thái độ, tác phong', HEAD),
      free('9.4', 'Giao nhiệm vụ cho cấp phó', HEAD),
      free('9.5', 'xử lý hành vi vi phạm', HEAD),
      free('9.6', 'điều động hoặc rút cán bộ', HEAD),
      free('9.7', 'ký hợp đồng có thời hạn', HEAD),
      free('9.8', 'Công khai … họ, tên, chức danh, số điện thoại', `${HEAD}; the engine holds no telephone of staff`),
      free('9.9', 'xử lý … hành vi vi phạm pháp luật', HEAD),
      free('9.10', 'bảo vệ, phòng cháy, chữa cháy', HEAD),
      free('9.11', 'mua sắm, thuê, cải tạo, sửa chữa', HEAD),
    ],
  },
  {
    number: 10,
    heading: 'Người làm việc tại Bộ phận Một cửa',
    clauses: 4,
    list: [
      free('10.1', 'Bộ phận Tiếp nhận và Trả kết quả cấp bộ', STAFF),
      free('10.2', 'Trung tâm … cấp tỉnh', STAFF),
      free('10.3', 'Trung tâm … cấp xã', STAFF),
      free('10.4', 'Cơ quan trung ương … theo hệ thống ngành dọc', STAFF),
    ],
  },
  {
    number: 11,
    heading: 'Tiêu chuẩn, trách nhiệm, quyền lợi, thời hạn làm việc',
    clauses: 4,
    list: [
      free('11.1', 'Tiêu chuẩn', 'qualification of staff'),
      free('11.2.a', 'Thực hiện nghiêm túc, đầy đủ', 'binds the officer in person'),
      free('11.2.b', 'Tạo điều kiện thuận lợi', 'binds the officer in person'),
      binds(
        '11.2.c',
        'chỉ được yêu cầu sửa đổi, bổ sung một lần',
        'a second request at the desk is refused, unless it gives the reason of its override',
        'oneDeskSupplement',
        'libs/law/src/nd118-2025/article-16-3-one-desk-supplement.ts',
      ),
      binds(
        '11.2.d',
        'cấp mã số hồ sơ thủ tục hành chính',
        'what is received gets a code, and only one',
        'oneCodeForLife',
        'libs/law/src/nd118-2025/article-17-3-one-code-for-life.ts',
      ),
      free('11.2.đ', 'đề xuất sáng kiến cải tiến', 'binds the officer in person'),
      free('11.2.e', 'Mặc đồng phục', 'binds the officer in person'),
      free('11.2.g', 'Sinh hoạt chuyên môn', 'binds the officer in person'),
      free('11.2.h', 'các quy định của pháp luật có liên quan', 'refers to other law'),
      free('11.3', 'Quyền lợi', 'rights of staff'),
      free('11.4', 'không ít hơn 12 tháng và không nhiều hơn 36 tháng', 'terms of secondment'),
    ],
  },
  {
    number: 12,
    heading: 'Trách nhiệm của cơ quan có thẩm quyền cử cán bộ',
    clauses: 11,
    list: [
      free('12.1', 'Cử cán bộ … đáp ứng tiêu chuẩn', SENDER),
      free('12.2', 'Hướng dẫn, đôn đốc, kiểm tra cán bộ', SENDER),
      binds(
        '12.3',
        'xây dựng quy trình … bảo đảm thời gian giải quyết',
        'a workflow whose longest chain of legs exceeds the whole limit is refused when it is published',
        'publishLocalVersion',
        'libs/catalogue/src/publishing.ts',
      ),
      free('12.4', 'thường xuyên kiểm tra, cập nhật tiến độ', `${SENDER}; a step that takes too long shows (19.1)`),
      binds(
        '12.5',
        'thông báo … lý do chậm … kèm theo văn bản xin lỗi … và hẹn lại thời gian',
        'the leader of the deciding agency owes the apology',
        'apology',
        'libs/duties/src/kinds/apology.ts',
      ),
      free(
        '12.6',
        'cập nhật kịp thời những thay đổi của các thủ tục',
        `${SENDER}; a change is published as a new version`,
      ),
      free('12.7', 'Cung cấp đầy đủ thông tin', SENDER),
      free('12.8', 'Thống nhất với Bộ phận Một cửa về số lượng, danh sách', SENDER),
      later(
        '12.9',
        'Hàng tháng, quyết toán phí, lệ phí',
        'the monthly statement of fees; each payment stands in the log',
      ),
      free('12.10', 'đánh giá, nhận xét công chức', SENDER),
      free('12.11', 'các doanh nghiệp cung ứng dịch vụ', SENDER),
    ],
  },
  {
    number: 13,
    heading: 'Bố trí trụ sở, trang thiết bị của Bộ phận Một cửa',
    clauses: 2,
    list: [
      free('13.1', 'vị trí thuận tiện, dễ tìm', 'premises'),
      free('13.2', 'Trang thiết bị', 'equipment: counters, screens, ticket machines, cameras'),
    ],
  },
];
