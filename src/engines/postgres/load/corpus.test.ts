import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openEmbedded } from '../../../lab/embedded.ts';
import { hasEmbeddedExtension } from '../../../lab/extensions.ts';
import { loadStatements } from './load.ts';
import { locator } from './locate.ts';
import { readScript } from './read.ts';
import { wantedExtensions } from './wanted.ts';

const folder = new URL('../../../../test/corpus/postgres/', import.meta.url);

/** File → tables of the project's own (test/corpus/SOURCES.md) and what is told of it. */
const corpus: Readonly<
  Record<string, { readonly tables: number; readonly stubbed?: string; readonly wanted: string }>
> = {
  azimutt: { tables: 14, wanted: 'citext uuid-ossp' },
  chinook: { tables: 11, wanted: '' },
  cratesio: { tables: 35, wanted: 'ltree pg_trgm pgcrypto' },
  danbooru: { tables: 66, stubbed: 'pgstattuple', wanted: 'btree_gin fuzzystrmatch pg_trgm pgcrypto pgstattuple' },
  dhis2: { tables: 473, stubbed: 'postgis', wanted: 'postgis' },
  employee: { tables: 7, wanted: '' },
  harbor: { tables: 49, wanted: '' },
  pagila: { tables: 71, stubbed: 'vector', wanted: 'vector' },
  thingsboard: { tables: 64, wanted: '' },
};

describe('real schemas load whole', () => {
  for (const [name, expected] of Object.entries(corpus)) {
    it(`${name}: ${expected.tables} tables`, async () => {
      const text = readFileSync(new URL(`${name}.sql`, folder), 'utf8');
      const script = await readScript([{ name: `${name}.sql`, read: () => chunks(text) }]);
      const wanted = wantedExtensions(script.statements);
      expect(wanted.join(' ')).toBe(expected.wanted);
      const database = await openEmbedded({ extensions: wanted });
      try {
        const { diagnostics, stubbed, loaded } = await loadStatements(database, script.statements, {
          hasExtension: hasEmbeddedExtension,
        });
        expect([...script.diagnostics, ...diagnostics].filter((one) => one.severity !== 'note')).toEqual([]);
        expect(stubbed.map((one) => one.name).join()).toBe(expected.stubbed ?? '');
        const rows = await database.query(`select c.relname as name from pg_class c where c.relkind in ('r', 'p')
          and c.relnamespace not in (select oid from pg_namespace where nspname ~ '^pg_' or nspname = 'information_schema') order by 1`);
        expect(rows).toHaveLength(expected.tables);
        const locate = await locator(loaded);
        const lines = text.split('\n');
        for (const row of rows) {
          const at = locate({ kind: 'table', object: { schema: 'public', name: String(row['name']) } });
          expect(lines[(at?.line ?? 0) - 1]).toContain(String(row['name']));
        }
      } finally {
        await database.close();
      }
    }, 120_000);
  }
});

async function* chunks(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 50_000) yield text.slice(at, at + 50_000);
}
