import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Answers } from '../src/diff/renames/find.ts';
import { databaseOf } from './sqlite.ts';
import { fill, migrate } from './sqlite-migration.ts';

const cases: readonly { readonly name: string; readonly from: string; readonly to: string }[] = JSON.parse(
  readFileSync(new URL('cases/diff/sqldef-sqlite.json', import.meta.url), 'utf8'),
);

/** Renames that the pairs tell of in a comment (`@renamed from=username`) and that nothing else shows. */
const told: Readonly<Record<string, Answers>> = {
  tests__RenameColumnWithTypeChange: new Map([['column main.users.username', 'user_name']]),
  tests__RenameTableAndMultipleColumnChanges: new Map([['column main.old_accounts.user_name', 'username']]),
};

/** Reaches the wanted schema with all rows kept, and gets back to the one before where the plan says how. */
test('every pair of schemas converges', { timeout: 120_000 }, async () => {
  const missed: string[] = [];
  for (const { name, from, to } of cases) {
    for (const back of [false, true]) {
      const [database, wanted] = [await databaseOf(from), await databaseOf(to)];
      await fill(database);
      const { error, differences, lost } = await migrate(database, wanted, back, told[name]);
      const why = [
        ...(error === undefined ? [] : [error]),
        ...differences,
        ...lost.map((table) => `rows of ${table} are lost`),
      ];
      if (why.length > 0) missed.push(`${name}${back ? ' and back' : ''}: ${why.join('; ')}`);
      await Promise.all([database.close(), wanted.close()]);
    }
  }
  expect(missed).toEqual([]);
});
