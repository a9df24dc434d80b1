import { binds, free, later, type Article } from './clause.js';

const LAW = 'libs/law/src/nd118-2025';
const KINDS = 'libs/duties/src/kinds';
const DECIDER = 'libs/dossier/src/dossier.decider.ts';

/** Articles 19 to 24: from the assignment to the returned result. */
export const SETTLING: readonly Article[] = [
  {
    number: 19,
    heading: 'Giải quyết thủ tục hành chính',
    clauses: 6,
    list: [
      binds(
        '19.1',
        'phân công cán bộ, công chức, viên chức xử lý',
        'a step is assigned, done in its order and within its hours, or the dossier is forecast late',
        'AssignDossier',
        DECIDER,
      ),
      later('19.2', 'bóc tách, cập nhật thông tin, dữ liệu điện tử', 'digitising of papers and their data'),
      binds(
        '19.3',
        'nêu rõ lý do không giải quyết; trong thời hạn giải quyết hồ sơ',
        'a refusal bears its reason and is a result, due by the same date',
        'RefuseDecision',
        DECIDER,
      ),
      binds(
        '19.4',
        'thời hạn lấy ý kiến; quá thời hạn … thông báo cho người đứng đầu Bộ phận Một cửa',
        'an opinion has its date; overdue, the head of the one-stop office is told and the dossier goes on',
        'NotifyOpinionOverdue',
        DECIDER,
      ),
      later('19.4', 'thông báo … thời gian, địa điểm … cần xác minh', 'messages to the applicant through the portal'),
      binds(
        '19.5',
        'không quá 03 ngày làm việc; tính lại từ đầu; Sau 15 ngày',
        'a supplement is asked for within three working days, restarts the limit, and unanswered closes the dossier',
        'closeAfterFifteenDays',
        `${LAW}/article-19-5-close-after-fifteen-days.ts`,
      ),
      binds(
        '19.6',
        'chậm nhất 01 ngày trước ngày hết hạn; không quá một lần',
        'a dossier forecast late owes an apology; the date is put back once; when the new one passes the head is told',
        'rescheduleOnce',
        `${LAW}/article-19-6-reschedule-once.ts`,
      ),
      later('19.6', 'gửi thông báo đến tổ chức, cá nhân', 'messages to the applicant; Form 04 in print'),
    ],
  },
  {
    number: 20,
    heading: 'Tiếp nhận thủ tục hành chính không phụ thuộc vào địa giới hành chính',
    clauses: 2,
    list: [
      binds(
        '20.1',
        'không quá 01 ngày làm việc kể từ khi tiếp nhận hồ sơ',
        'what was sent to another level is taken over within one working day, or its head is told',
        'BETWEEN_LEVELS_WITHIN',
        `${LAW}/article-20-1-between-levels-in-one-day.ts`,
      ),
      binds(
        '20.2',
        'thứ tự các cơ quan có thẩm quyền giải quyết; tất cả các cơ quan tham gia giải quyết',
        'paper goes from one to the next, electronic files to all; each leg has its limit; the last before the decision',
        'legsInOrder',
        `${LAW}/article-20-2-legs-in-order.ts`,
      ),
    ],
  },
  {
    number: 21,
    heading: 'Dừng thực hiện thủ tục hành chính',
    clauses: 3,
    list: [
      binds(
        '21.1',
        'cho đến trước khi … ban hành quyết định',
        'who filed at the counter or by post withdraws from the receipt until the decision',
        'WithdrawDossier',
        DECIDER,
      ),
      binds(
        '21.2',
        'nộp hồ sơ trực tuyến thì được yêu cầu dừng hoặc điều chỉnh',
        'who filed online withdraws or adjusts from the submission until the decision',
        'adjustWhatWasFiledOnline',
        `${LAW}/article-21-2-adjust-what-was-filed-online.ts`,
      ),
      binds(
        '21.3',
        'lưu đầy đủ trạng thái về việc xử lý hồ sơ và dừng thực hiện',
        'every state stands in the log: withdrawn by the applicant, stopped by the agency',
        'StopDossier',
        DECIDER,
      ),
    ],
  },
  {
    number: 22,
    heading: 'Trả hồ sơ, kết quả giải quyết và lưu trữ hồ sơ',
    clauses: 6,
    list: [
      binds(
        '22.1',
        'trình cấp có thẩm quyền ký số, phát hành',
        'a result is ready only when it was decided and issued',
        'MarkResultReady',
        DECIDER,
      ),
      later('22.1', 'ký số; sử dụng trong … các thủ tục hành chính khác', 'digital signatures, reuse of papers'),
      later('22.2', 'chuyển trả bản chính hoặc bản gốc', 'which originals go back; they are counted at reception'),
      binds(
        '22.3',
        'trả kết quả … theo thời gian, địa điểm, cách thức ghi trên Giấy tiếp nhận',
        'the desk returns a result that is ready, once; what is not collected it is reminded of',
        'ReturnResult',
        DECIDER,
      ),
      later('22.4', 'gắn mã số giấy tờ', 'codes of documents'),
      later('22.5', 'trước thời hạn … phải được … thông báo', 'messages to the applicant that a result is ready early'),
      binds(
        '22.6',
        'lưu trữ … theo quy định của pháp luật về lưu trữ và pháp luật về dữ liệu',
        'nobody is erased from a dossier that must still be kept',
        'EraseApplicant',
        DECIDER,
      ),
    ],
  },
  {
    number: 23,
    heading: 'Hồ sơ, kết quả bị sai, bị mất, bị thất lạc hoặc bị hư hỏng',
    clauses: 3,
    list: [
      binds(
        '23.1',
        'đính chính, chậm nhất trong vòng 03 ngày làm việc',
        'a wrong result is corrected within three working days, or the head is told',
        'correction',
        `${KINDS}/correction.ts`,
      ),
      binds(
        '23.2',
        'bị mất, bị thất lạc hoặc bị hư hỏng',
        'a loss is entered with who had the file and how it is made good; the clock goes on',
        'ReportLoss',
        DECIDER,
      ),
      free('23.3', 'trả theo cách thức quy định tại khoản 2 Điều 15', 'refers to other law'),
    ],
  },
  {
    number: 24,
    heading: 'Phương thức nộp phí, lệ phí và các nghĩa vụ tài chính khác',
    clauses: 3,
    list: [
      binds('24.1', 'nộp phí, lệ phí', 'each payment is an event, until the result is returned', 'PayFee', DECIDER),
      later('24.1.b', 'Trực tuyến thông qua chức năng thanh toán', 'electronic payment'),
      binds(
        '24.2',
        'biên lai thu phí … gửi kèm theo hồ sơ',
        'each payment bears the number of its receipt',
        'PayFee',
        DECIDER,
      ),
      free('24.3', 'chuyển toàn bộ số tiền thu', 'binds the agency that takes the money, and its treasury'),
    ],
  },
];
