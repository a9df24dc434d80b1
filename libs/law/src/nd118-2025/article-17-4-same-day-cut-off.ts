const CUT_OFF = '15:00';

/**
 * Trả kết quả trong ngày — whether a same-day procedure is still due on the day its count starts: before 15:00 it is,
 * from 15:00 on it is due the next working day. Art 17.4 knows results "ngay sau khi tiếp nhận"; the hour stands in the
 * procedures' texts. `timeOfDay` is `HH:MM` in Vietnam, of the normalised start.
 * @law ND118-2025/17.4
 */
export const dueOnTheSameDay = (timeOfDay: string): boolean => timeOfDay < CUT_OFF;
