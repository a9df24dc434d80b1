import { readFileSync, statSync } from 'node:fs';
import { departs, Refusal, type Shape, type TypeOf } from '#kernel';

type Fields = Readonly<Record<string, Shape>>;
type RecordOf<F> = { readonly is: 'record'; readonly fields: F };

const MOST_BYTES = 1_000_000;

/** What a JSON file holds, once it has the shape. @throws Refusal `invalid-input` that says where */
export function givenFile<F extends Fields>(shape: RecordOf<F>, file: string): TypeOf<RecordOf<F>>;
export function givenFile(shape: Shape, file: string): unknown {
  const given = parsed(file);
  const departure = departs(shape, given);
  if (departure !== null) throw unfit(departure);
  return given;
}

function parsed(file: string): unknown {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw unfit('not found');
  if (size > MOST_BYTES) throw unfit(`more than ${MOST_BYTES} bytes`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw unfit('no JSON');
    throw error;
  }
}

const unfit = (why: string) => new Refusal('invalid-input', null, { at: 'file', why: why.slice(0, 200) });
