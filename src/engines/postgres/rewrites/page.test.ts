import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { rewrites } from './index.ts';
import { rewritesPage } from './page.ts';

/** `npx vitest run src/engines/postgres/rewrites/page.test.ts -u` writes it anew. */
it('docs/rewrites.md is up to date', async () => {
  await expect(rewritesPage(rewrites)).toMatchFileSnapshot('../../../../docs/rewrites.md');
});

it('every rewrite has a file of its name', async () => {
  for (const { id } of rewrites) {
    expect(await readFile(new URL(`${id}.ts`, import.meta.url), 'utf8')).toContain(`id: '${id}'`);
  }
});
