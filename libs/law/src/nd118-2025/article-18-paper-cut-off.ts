const CUT_OFF = '15:00';

/**
 * Chuyển hồ sơ giấy — whether paper goes to the deciding agency on the day of its reception; received from 15:00 on it
 * goes at the start of the next working day ("đối với trường hợp tiếp nhận sau 15 giờ"). `timeOfDay` is `HH:MM` in Vietnam.
 * @law ND118-2025/18
 */
export const paperGoesTheSameDay = (timeOfDay: string): boolean => timeOfDay < CUT_OFF;
