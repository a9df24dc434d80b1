/** Whether a procedure's official name says that it is a group of linked procedures: "Liên thông …". */
export const namesGroup = (name: string): boolean => /^liên thông\s/iu.test(name.trim().normalize('NFC'));
