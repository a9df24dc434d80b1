import type { RefusalCode } from '#kernel';

/** What kind of "no" it is; the HTTP shell turns it into a status. */
export type RefusalKind =
  'input' | 'state' | 'stale' | 'missing' | 'auth' | 'forbidden' | 'behind' | 'unavailable' | 'limit' | 'large';

/** A refusal in a clerk's words. */
export interface RefusalText {
  readonly kind: RefusalKind;
  readonly vi: string;
}

/** Every refusal with its Vietnamese sentence: a new code does not compile without one. */
export const refusals: Readonly<Record<RefusalCode, RefusalText>> = {
  'invalid-input': { kind: 'input', vi: 'Dữ liệu gửi lên không hợp lệ.' },
  'unknown-procedure': { kind: 'input', vi: 'Không có thủ tục hành chính mang mã này trong danh mục.' },
  'unknown-agency': { kind: 'input', vi: 'Không có cơ quan mang mã này trong danh mục.' },
  'unknown-case': { kind: 'input', vi: 'Thủ tục có nhiều trường hợp; hãy chọn đúng trường hợp giải quyết.' },
  'calendar-not-loaded': { kind: 'input', vi: 'Lịch làm việc của năm này chưa được nạp, không thể tính hạn.' },
  'limit-out-of-range': { kind: 'input', vi: 'Thời hạn giải quyết không hợp lệ.' },
  'limit-not-set': { kind: 'state', vi: 'Thủ tục chưa có thời hạn giải quyết được công bố, chưa thể tiếp nhận hồ sơ.' },
  'limit-too-long': { kind: 'input', vi: 'Thời hạn của địa phương không được dài hơn thời hạn theo luật.' },
  'decider-not-set': { kind: 'state', vi: 'Thủ tục chưa xác định cơ quan giải quyết, chưa thể tiếp nhận hồ sơ.' },
  'future-effective-time': { kind: 'input', vi: 'Thời điểm thực hiện không được ở tương lai.' },
  'late-reason-missing': { kind: 'input', vi: 'Nhập muộn phải nêu lý do.' },
  'pause-out-of-order': { kind: 'input', vi: 'Khoảng tạm dừng kết thúc trước khi bắt đầu.' },
  'ends-before-start': { kind: 'input', vi: 'Hồ sơ kết thúc trước khi bắt đầu.' },
  'workflow-invalid': { kind: 'input', vi: 'Quy trình không hợp lệ.' },
  'agency-of-another-kind': { kind: 'input', vi: 'Cơ quan này không thuộc loại được giao chặng phối hợp.' },
  'successors-in-a-circle': { kind: 'input', vi: 'Cơ quan kế thừa không được dẫn ngược về chính cơ quan chấm dứt.' },
  'paper-empty': { kind: 'input', vi: 'Tệp rỗng, không có nội dung.' },
  'unsupported-type': {
    kind: 'input',
    vi: 'Loại tệp không được nhận; hãy gửi PDF, JPEG, PNG, TIFF, DOCX, XLSX hoặc ODT.',
  },
  'unsafe-archive': { kind: 'input', vi: 'Tệp nén có cấu trúc không an toàn nên không được nhận.' },
  'paper-infected': { kind: 'input', vi: 'Tệp bị nhiễm mã độc và đã được cách ly; không ai tải được tệp này.' },
  'not-receivable': { kind: 'state', vi: 'Thủ tục chưa được công bố tại địa phương, chưa thể tiếp nhận hồ sơ.' },
  'unknown-dossier': { kind: 'missing', vi: 'Không tìm thấy hồ sơ.' },
  'agency-closed': { kind: 'state', vi: 'Cơ quan này không hoạt động vào ngày đó.' },
  'already-exists': { kind: 'state', vi: 'Hồ sơ này đã có trên hệ thống.' },
  'contradicts-what-was-imported': {
    kind: 'state',
    vi: 'Hồ sơ này đã nhập từ hệ thống cũ với nội dung khác; hãy kiểm tra sổ gốc.',
  },
  'already-rescheduled': { kind: 'state', vi: 'Ngày hẹn trả đã được điều chỉnh một lần; không được hẹn lại lần nữa.' },
  'already-received': { kind: 'state', vi: 'Hồ sơ đã được tiếp nhận và có mã số.' },
  'number-voided': { kind: 'state', vi: 'Số hồ sơ này đã bị hủy, không được dùng lại; hãy tiếp nhận với số mới.' },
  'already-decided': { kind: 'state', vi: 'Đã có quyết định giải quyết; không thể rút hoặc dừng hồ sơ.' },
  'already-returned': { kind: 'state', vi: 'Kết quả đã được trả.' },
  'second-desk-supplement': { kind: 'state', vi: 'Chỉ được hướng dẫn bổ sung một lần; lần sau phải nêu lý do.' },
  'not-in-state': { kind: 'state', vi: 'Hồ sơ không ở trạng thái cho phép thực hiện việc này.' },
  'out-of-order': { kind: 'state', vi: 'Thời điểm thực hiện sớm hơn sự việc trước đó của hồ sơ.' },
  'not-addressed': { kind: 'state', vi: 'Hồ sơ không được chuyển đến cơ quan này hoặc đã được xử lý.' },
  'same-agency': { kind: 'state', vi: 'Không thể chuyển hồ sơ cho chính cơ quan đang giữ.' },
  'unknown-step': { kind: 'state', vi: 'Bước này không phải bước hiện tại của quy trình.' },
  'unknown-leg': { kind: 'state', vi: 'Quy trình không có chặng phối hợp này.' },
  'leg-not-ready': { kind: 'state', vi: 'Chặng phối hợp này phải chờ chặng trước hoàn thành.' },
  'leg-done': { kind: 'state', vi: 'Chặng phối hợp này đã có kết quả.' },
  'payment-awaited': { kind: 'state', vi: 'Chặng này phải chờ người nộp thực hiện nghĩa vụ tài chính.' },
  'already-accepted': { kind: 'state', vi: 'Cơ quan đã nhận hồ sơ này rồi.' },
  'agency-still-open': { kind: 'state', vi: 'Cơ quan này còn hoạt động, chưa thể bàn giao hồ sơ.' },
  'steps-open': { kind: 'state', vi: 'Còn bước của quy trình chưa hoàn thành trước khi phê duyệt.' },
  'legs-open': { kind: 'state', vi: 'Còn chặng phối hợp chưa trả kết quả.' },
  'online-only': { kind: 'state', vi: 'Chỉ hồ sơ nộp trực tuyến được điều chỉnh nội dung.' },
  'no-apology': { kind: 'state', vi: 'Phải có văn bản xin lỗi và đề nghị gia hạn trước khi hẹn lại ngày trả.' },
  'not-later': { kind: 'input', vi: 'Ngày hẹn mới phải sau ngày hẹn đang có hiệu lực.' },
  'not-yet-due': { kind: 'state', vi: 'Chưa hết thời hạn bổ sung, chưa thể đóng hồ sơ.' },
  'applicant-erased': { kind: 'state', vi: 'Dữ liệu cá nhân của hồ sơ đã được xóa; hồ sơ không nhận thêm nội dung.' },
  'two-persons-needed': { kind: 'state', vi: 'Xóa dữ liệu cá nhân phải do hai người khác nhau quyết định.' },
  'still-kept': { kind: 'state', vi: 'Hồ sơ còn trong thời hạn lưu trữ, chưa được xóa dữ liệu cá nhân.' },
  'inspection-recorded-otherwise': { kind: 'state', vi: 'Cuộc kiểm tra này đã được ghi nhận với nội dung khác.' },
  'key-reused': { kind: 'state', vi: 'Khóa yêu cầu (Idempotency-Key) đã dùng cho một nội dung khác.' },
  'stale-revision': { kind: 'stale', vi: 'Hồ sơ đã thay đổi sau khi bạn mở; hãy tải lại.' },
  'unknown-paper': { kind: 'missing', vi: 'Không tìm thấy tệp giấy tờ này trong hồ sơ.' },
  'too-many-papers': { kind: 'state', vi: 'Hồ sơ đã đủ số tệp hoặc dung lượng cho phép; không nhận thêm tệp.' },
  'period-already-closed': {
    kind: 'state',
    vi: 'Kỳ báo cáo này đã khóa sổ; số liệu thay đổi phải điều chỉnh kèm lý do.',
  },
  'period-not-over': { kind: 'state', vi: 'Kỳ báo cáo chưa kết thúc: khóa sổ được từ ngày sau ngày cuối kỳ.' },
  'period-not-closed': { kind: 'state', vi: 'Kỳ báo cáo này của cơ quan chưa khóa sổ.' },
  'form-does-not-balance': {
    kind: 'state',
    vi: 'Số liệu của biểu không khớp giữa các cột hoặc với kỳ trước; xem các hồ sơ làm lệch.',
  },
  'not-authenticated': {
    kind: 'auth',
    vi: 'Bạn chưa đăng nhập, phiên làm việc đã hết, hoặc tài khoản và mật khẩu không đúng.',
  },
  'not-allowed': { kind: 'forbidden', vi: 'Vai trò của bạn không được thực hiện việc này.' },
  'wrong-password': { kind: 'input', vi: 'Mật khẩu hiện tại không đúng.' },
  'password-not-allowed': { kind: 'input', vi: 'Mật khẩu mới không dùng được; hãy chọn mật khẩu khác, đủ dài.' },
  'password-change-needed': { kind: 'forbidden', vi: 'Bạn phải đổi mật khẩu được cấp trước khi làm việc.' },
  'login-locked': { kind: 'limit', vi: 'Đăng nhập sai quá nhiều lần; tên này tạm khóa, hãy thử lại sau ít phút.' },
  'local-accounts-off': {
    kind: 'forbidden',
    vi: 'Nơi này không dùng mật khẩu riêng; hãy đăng nhập qua hệ thống định danh.',
  },
  'identity-not-mapped': {
    kind: 'forbidden',
    vi: 'Hệ thống định danh chưa cho biết vai trò hoặc cơ quan của bạn tại đây.',
  },
  'identity-unavailable': { kind: 'unavailable', vi: 'Hệ thống định danh tạm thời không trả lời; hãy thử lại.' },
  'read-model-behind': { kind: 'behind', vi: 'Dữ liệu tra cứu chưa cập nhật kịp; hãy thử lại.' },
  'store-unavailable': { kind: 'unavailable', vi: 'Kho sự kiện tạm thời không sẵn sàng; hãy thử lại.' },
  'reading-not-recorded': {
    kind: 'unavailable',
    vi: 'Chưa ghi được nhật ký truy cập nên tạm thời chưa xem được hồ sơ; hãy thử lại.',
  },
  'dossier-corrupt': { kind: 'unavailable', vi: 'Lịch sử hồ sơ bị lỗi; hồ sơ tạm dừng để kiểm tra.' },
  'log-too-old': {
    kind: 'unavailable',
    vi: 'Nhật ký sự kiện được ghi trước khi có chuỗi băm; đây là dữ liệu thử, không dùng tiếp được.',
  },
  'papers-unavailable': { kind: 'unavailable', vi: 'Kho giấy tờ tạm thời không sẵn sàng; hãy thử lại.' },
  'paper-damaged': { kind: 'unavailable', vi: 'Tệp lưu trữ bị mất hoặc hỏng nên không được trả ra; hãy báo quản trị.' },
  'scanner-unavailable': { kind: 'unavailable', vi: 'Chưa quét được mã độc nên chưa nhận tệp; hãy thử lại.' },
  'too-large': { kind: 'large', vi: 'Nội dung gửi lên quá lớn.' },
  'too-many-requests': { kind: 'limit', vi: 'Quá nhiều yêu cầu; hãy thử lại sau ít phút.' },
};
