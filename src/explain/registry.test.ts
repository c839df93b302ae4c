import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allSigns } from './registry.ts';
import { signsPage } from './signs-page.ts';

const files = readdirSync(new URL('signs/', import.meta.url)).filter((name) => name.endsWith('.ts'));

describe('the signs', () => {
  it('are those of the folder, by id', () => {
    const ids = files.filter((name) => !name.endsWith('.test.ts')).map((name) => name.replace('.ts', ''));
    expect(allSigns.map((sign) => sign.id)).toEqual(ids.sort());
  });

  it('have a test each', () => {
    for (const { id } of allSigns) expect(files).toContain(`${id}.test.ts`);
  });

  it('explain signs that there are', () => {
    const ids = allSigns.map((sign) => sign.id);
    for (const sign of allSigns) for (const other of sign.explains ?? []) expect(ids).toContain(other);
  });

  it('say what they are, why they harm and what to do', () => {
    for (const sign of allSigns) {
      expect(sign.title, sign.id).toMatch(/^[^.\n]{10,90}$/);
      expect(sign.why, sign.id).toMatch(/^\w.{60,}\.$/s);
      expect(sign.what, sign.id).toMatch(/^.{50,}\.$/s);
      expect(sign.references.length, sign.id).toBeGreaterThan(0);
    }
  });

  /** `npx vitest run src/explain/registry.test.ts -u` writes it anew. */
  it('docs/signs.md is up to date', async () => {
    await expect(signsPage(allSigns)).toMatchFileSnapshot('../../docs/signs.md');
  });
});
