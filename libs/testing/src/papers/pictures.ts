/** A PDF of a size, told apart from others by its filling. */
export function pdf(size = 1_000, filling = 7): Buffer {
  const bytes = Buffer.alloc(size, filling);
  bytes.write('%PDF-1.7\n');
  bytes.write('%%EOF\n', size - 6);
  return bytes;
}

export const png = (size = 200): Buffer =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108020000009077', 'hex'),
    Buffer.alloc(size),
  ]);

export const jpeg = (size = 200): Buffer =>
  Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100', 'hex'), Buffer.alloc(size)]);

/** As scanners write them: the directory of the picture lies at its end. */
export function tiff(size = 200_000): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write('II*\0', 'latin1');
  bytes.writeUInt32LE(size - 6, 4);
  return bytes;
}

/** A program of Windows. */
export const program = (size = 500): Buffer =>
  Buffer.concat([Buffer.from('4d5a90000300000004000000', 'hex'), Buffer.alloc(size)]);
