import type { DutyKind } from './duty.js';

/** What each kind of duty is called to its holder, done or not. */
export const dutyNames: Readonly<Record<DutyKind, string>> = {
  'answer-submission': 'Trả lời hồ sơ nộp trực tuyến',
  'forward-paper': 'Chuyển hồ sơ giấy đến cơ quan giải quyết',
  'supplement-notice': 'Thông báo bổ sung hồ sơ, nếu cần',
  'close-unsupplemented': 'Đóng hồ sơ nếu người nộp không bổ sung',
  step: 'Xử lý bước đang giữ',
  'take-over': 'Nhận hồ sơ chuyển đến',
  leg: 'Hoàn thành chặng phối hợp',
  opinion: 'Trả lời lấy ý kiến',
  apology: 'Gửi văn bản xin lỗi và đề nghị gia hạn',
  result: 'Có kết quả để trả đúng hẹn',
  correction: 'Đính chính kết quả sai',
  collect: 'Mời người nộp đến nhận kết quả',
};

/** What is said to a head, and in the log, when it was not done. */
export const dutyFailures: Readonly<Record<DutyKind, string>> = {
  'answer-submission': 'Chưa trả lời hồ sơ trực tuyến trong 8 giờ làm việc',
  'forward-paper': 'Chưa chuyển hồ sơ giấy đến cơ quan giải quyết',
  'supplement-notice': 'Đã hết thời gian thông báo bổ sung hồ sơ',
  'close-unsupplemented': 'Quá 15 ngày kể từ ngày thông báo, người nộp không bổ sung hồ sơ',
  step: 'Bước xử lý quá thời gian quy định',
  'take-over': 'Hồ sơ chuyển đến chưa được nhận trong 01 ngày làm việc',
  leg: 'Chặng phối hợp quá thời hạn',
  opinion: 'Cơ quan được lấy ý kiến chưa trả lời đúng hạn',
  apology: 'Chưa có văn bản xin lỗi cho hồ sơ dự kiến quá hạn',
  result: 'Đã đến ngày hẹn trả mà chưa có kết quả',
  correction: 'Chưa đính chính kết quả sai trong 03 ngày làm việc',
  collect: 'Kết quả chưa được nhận',
};
