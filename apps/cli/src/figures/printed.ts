import { inVietnam, type Instant } from '#kernel';
import type { Agency } from '#catalogue';
import type { SignedNumber } from '#oversight';
import {
  endedBy,
  isOfDossiers,
  nameOfSigned,
  numberOfFigure,
  pausedSince,
  signedLines,
  type Explained,
  type Figure,
  type FigureDefinition,
  type OtherFigure,
  type Rate,
  type RateRange,
} from '#reports';
import { columns } from '../ledger/ledger-page.js';

const HUNDREDTHS = 10_000n;

/** The exact fraction; its percentage is cut, never rounded up, and only ever printed. */
export function printed(rate: Rate): string {
  if (rate === null) return 'không có hồ sơ';
  const { numerator, denominator } = rate;
  const hundredths = (BigInt(numerator) * HUNDREDTHS) / BigInt(denominator);
  const size = hundredths < 0n ? -hundredths : hundredths;
  const [whole, part] = [size / 100n, String(size % 100n).padStart(2, '0')];
  return `${numerator}/${denominator} (${hundredths < 0n ? '-' : ''}${whole},${part} %)`;
}

/**
 * A figure as a person reads it: its rates, what they are made of, its groups, its certificate.
 * @param of the agency whose dossiers they are, with those below it; null of all
 * @param nameOf how a group's key is named; null where the key is all there is
 */
export function figureText(
  definition: FigureDefinition | OtherFigure,
  figure: Figure,
  signed: SignedNumber | null,
  of: Pick<Agency, 'code' | 'name'> | null,
  nameOf: (group: string) => string | null,
): string {
  const { certificate, total, groups } = figure;
  const { period, evaluatedAt, asOf, definitionVersion, calendars, dossiers, digest, quarantined } = certificate;
  const rates = Object.entries(definition.rates);
  const terms = Object.entries(definition.terms).filter(([name]) => total.terms[name] !== 0);
  return [
    `${definition.vi}, ${period.from} – ${period.to}${of === null ? '' : `, ${of.code} ${of.name} và cấp dưới`}`,
    ...rates.map(([name, { vi }]) => `  ${vi}: ${printed(total.rates[name] ?? null)}`),
    ...terms.map(([name, vi]) => `    ${vi}: ${total.terms[name]}`),
    ...(groups.length === 0
      ? []
      : columns([
          ['', ...rates.map(([, { vi }]) => vi), ''],
          ...groups.map(({ key, rates: reached }) => [
            key === '' ? '–' : key,
            ...rates.map(([name]) => printed(reached[name] ?? null)),
            nameOf(key) ?? '',
          ]),
        ])),
    '',
    `Định nghĩa phiên bản ${definitionVersion}; xét đến ${inVietnam(evaluatedAt)}; biết đến vị trí ${asOf ?? '–'}`,
    `Lịch: ${calendars.join(', ') || '–'}; ${dossiers} ${isOfDossiers(definition) ? 'hồ sơ' : 'mục'}, mã băm ${digest}`,
    ...(total.ranges === null
      ? []
      : [
          `${quarantined} hồ sơ đang cách ly, không nằm trong con số nào:`,
          ...rates.map(([name, { vi }]) => `  ${vi} ${between(total.ranges?.[name] ?? null)}`),
        ]),
    ...signedLines(signed, numberOfFigure(figure), nameOfSigned(definition.name).term),
  ].join('\n');
}

const between = (range: RateRange | null): string =>
  range === null ? 'không xác định được khoảng' : `từ ${printed(range.lowest)} đến ${printed(range.highest)}`;

/** Why a dossier is in a figure as it is. */
export function whyText(
  definition: FigureDefinition,
  { standing, terms, at, because, quarantined }: Explained,
): string {
  const { code, receivedAt } = standing;
  const when = (instant: Instant | null) => (instant === null ? '–' : inVietnam(instant));
  const ended = endedBy(standing, at);
  const paused = pausedSince(standing);
  const counted = Object.entries(terms).map(([name, number]) => {
    const vi = definition.terms[name] ?? name;
    return number === 1 ? vi : `${vi} ${number}`;
  });
  return [
    `${code ?? '–'}: ${counted.length === 0 ? 'không nằm trong con số của kỳ này' : counted.join('; ')}`,
    ...(quarantined ? ['  đang cách ly: điều biết được là từ trước khi cách ly, không tính vào con số nào'] : []),
    `  tiếp nhận ${when(receivedAt)}`,
    ended === null ? `  đến ${when(at)} chưa kết thúc` : `  kết thúc (${ended.as}) ${when(ended.at)}`,
    ...(paused === null || ended !== null ? [] : [`  chờ người nộp từ ${when(paused)}: xét tại lúc đó`]),
    ...because.map((fact) => `  ${fact.vi}: ${'at' in fact ? when(fact.at) : fact.is}`),
  ].join('\n');
}
