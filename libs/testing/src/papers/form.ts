/** A part of a form; one with a file name is a file. */
export interface FormPart {
  readonly field: string;
  readonly fileName?: string;
  readonly type?: string;
  readonly content: string | Buffer;
}

const BOUNDARY = 'ranh-gioi-cua-bieu-mau';

/** A form as a browser sends it, with whatever names somebody gave its files. */
export function form(parts: readonly FormPart[]): { readonly type: string; readonly body: Buffer } {
  const pieces = parts.flatMap(({ field, fileName, type, content }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"\r\ncontent-type: ${type ?? 'application/pdf'}`;
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"${file}\r\n\r\n`;
    return [Buffer.from(head), Buffer.from(content), Buffer.from('\r\n')];
  });
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    body: Buffer.concat([...pieces, Buffer.from(`--${BOUNDARY}--\r\n`)]),
  };
}
