/** Lĩnh vực: the national database writes one field's name in two forms of Unicode. */
export const fieldNamed = (name: string): string => name.normalize('NFC');
