import { InvalidArgumentError } from 'commander';
import { isDay, type Day } from '#kernel';

/** Reads a whole number within bounds. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`a whole number from ${least} to ${most}`);
    return value;
  };

/** Reads a day, YYYY-MM-DD. */
export const day = (text: string): Day => {
  if (!isDay(text)) throw new InvalidArgumentError('a day, YYYY-MM-DD');
  return text;
};
