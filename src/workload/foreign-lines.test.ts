import { expect, test } from 'vitest';
import { watchedLines } from './foreign-lines.ts';

test('lines that are no UTF-8 are counted, wherever the chunks are cut', async () => {
  const bytes = Buffer.concat([
    Buffer.from('café\n'),
    Buffer.from('café\ncafé café\n', 'latin1'),
    Buffer.from('naïve €\n\n'),
    Buffer.from('fin é', 'latin1'),
  ]);
  for (let size = 1; size <= bytes.length; size++) {
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    let count = 0;
    const passed: Uint8Array[] = [];
    for await (const chunk of watchedLines(chunks(), () => count++)) passed.push(chunk);
    expect(Buffer.concat(passed).equals(bytes)).toBe(true);
    expect(count).toBe(3);
  }
});
