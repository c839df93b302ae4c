import { expect, test } from 'vitest';
import { openMemory } from '../connect.ts';
import { loadStatements } from './load.ts';
import { splitScript } from './split.ts';

test('a statement that begins with no word of the language is told in the words of the engine', async () => {
  const sql = [
    'begin; create table a (x int);',
    'creat table b (x int);',
    'insert into a values (1); select 1; with c as (select 1) select * from c; vacuum; end;',
    "'x';",
  ].join('\n');
  const connection = await openMemory();
  const statements = splitScript(sql, 'app.sql').parts.flatMap((part) => ('sql' in part ? [part] : []));
  const { diagnostics } = await loadStatements(connection, statements);
  await connection.close();
  expect(diagnostics.map(({ severity, line, message }) => [severity, line, message])).toEqual([
    ['error', 2, 'near "creat": syntax error'],
    ['error', 4, 'near "\'x\'": syntax error'],
  ]);
});
