import type { FigureDefinition } from '../definition.js';

/**
 * Số hóa hồ sơ, kết quả điện tử (Article 32.1.c): dossiers received in the period all of whose papers are digital — of one
 * without papers nothing was digitised — and of the first results of the period those issued electronically.
 */
export const digitisation: FigureDefinition = {
  name: 'digitisation',
  version: 1,
  vi: 'Số hóa hồ sơ và kết quả điện tử',
  source: 'Nghị định 118/2025/NĐ-CP Điều 32.1.c',
  terms: {
    digital: 'tiếp nhận, giấy tờ đều số hóa',
    'not-digital': 'tiếp nhận, còn giấy tờ chưa số hóa',
    'not-told': 'tiếp nhận, không rõ giấy tờ',
    electronic: 'kết quả điện tử',
    'on-paper': 'kết quả giấy',
  },
  rates: {
    digital: { vi: 'hồ sơ số hóa', of: ['digital'], among: ['digital', 'not-digital'] },
    electronic: { vi: 'kết quả điện tử', of: ['electronic'], among: ['electronic', 'on-paper'] },
  },
  parts({ receivedAt, digital, result }) {
    if (receivedAt === null) return [];
    const received = digital === null ? 'not-told' : digital ? 'digital' : 'not-digital';
    return [
      { on: receivedAt, terms: { [received]: 1 } },
      ...(result === null ? [] : [{ on: result.at, terms: { [result.electronic ? 'electronic' : 'on-paper']: 1 } }]),
    ];
  },
  because: ({ digital, result }) => [
    { vi: 'giấy tờ khi tiếp nhận', is: digital === null ? 'không rõ' : digital ? 'đều số hóa' : 'chưa số hóa hết' },
    { vi: 'kết quả đầu tiên', at: result?.at ?? null },
    { vi: 'hình thức kết quả', is: result === null ? 'chưa có' : result.electronic ? 'điện tử' : 'giấy' },
  ],
};
