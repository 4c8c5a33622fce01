import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a ZIP; every lie that a header can tell may be told. */
export interface ZipEntry {
  name: string;
  content: string | Buffer;
  /** Unix mode with its file type, e.g. 0o120777 for a symbolic link. */
  mode?: number;
  /** What the headers claim instead of the truth. */
  claimedSize?: number;
  claimedCrc?: number;
}

const local = (fields: Buffer, name: Buffer, data: Buffer): Buffer =>
  Buffer.concat([Buffer.from('PK\x03\x04\x14\x00', 'latin1'), fields, name, data]);

/** Flags to extra length, as both headers have them (APPNOTE 4.3.7): UTF-8 names, deflate, no date. */
function commonFields(sum: number, packed: number, size: number, nameLength: number): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(0x0800, 0);
  fields.writeUInt16LE(8, 2);
  fields.writeUInt32LE(sum >>> 0, 8);
  fields.writeUInt32LE(packed, 12);
  fields.writeUInt32LE(size, 16);
  fields.writeUInt16LE(nameLength, 20);
  return fields;
}

function central(fields: Buffer, name: Buffer, mode: number, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\x01\x02\x14\x03\x14\x00', 'latin1'), fields, rest, name]);
}

function ending(entries: number, size: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries, 8);
  end.writeUInt16LE(entries, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

/** A ZIP made by hand, byte by byte: no archiver would make the wicked ones. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, claimedSize, claimedCrc } of entries) {
    const raw = Buffer.from(content);
    const data = deflateRawSync(raw);
    const path = Buffer.from(name);
    const fields = commonFields(
      claimedCrc ?? crc32(raw),
      data.length,
      claimedSize ?? raw.length,
      path.length,
    );
    const whole = local(fields, path, data);
    locals.push(whole);
    centrals.push(central(fields, path, mode, offset));
    offset += whole.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, ending(entries.length, directory.length, offset)]);
}

/** A package of text files. */
export const zipOf = (files: Readonly<Record<string, string>>): Buffer =>
  makeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
