import { describe, expect, test } from 'vitest';
import { openMemory } from '../connect.ts';
import { introspect } from '../introspect/index.ts';
import { loadStatements } from './load.ts';
import { splitScript } from './split.ts';

async function loaded(sql: string) {
  const connection = await openMemory();
  const statements = splitScript(sql, 'app.sql').parts.flatMap((part) => ('sql' in part ? [part] : []));
  const { diagnostics } = await loadStatements(connection, statements);
  return { connection, diagnostics, catalog: await introspect(connection) };
}

const tables = `CREATE TABLE tickets (id INTEGER PRIMARY KEY, state TEXT DEFAULT "open" CHECK (state IN ("open","it""s", 'x')), label TEXT);
CREATE TABLE log (label TEXT, what TEXT);`;

describe('texts in double quotes', () => {
  test('in a table and its indexes are texts', async () => {
    const { catalog, diagnostics } = await loaded(
      `${tables}\nCREATE INDEX tickets_open ON tickets ("label") WHERE "state" = "open";`,
    );
    const [, tickets] = catalog.tables;
    expect(tickets?.columns.map((column) => column.default)).toEqual([undefined, "'open'", undefined]);
    expect(tickets?.checks[0]?.expression).toBe(`state IN ('open', 'it"s', 'x')`);
    const index = tickets?.indexes.find(({ name }) => name === 'tickets_open');
    expect(index).toMatchObject({ keys: [{ column: 'label' }], predicate: "state = 'open'" });
    expect(diagnostics.map(({ severity, code, line }) => `${severity} ${code} ${line}`)).toEqual([
      'note text-in-double-quotes 1',
      'note text-in-double-quotes 3',
    ]);
  });

  test('in views are found when all that they read is there, and names stay names', async () => {
    const { catalog, diagnostics } = await loaded(
      `CREATE VIEW outer_view AS SELECT l, "yes" AS y FROM v;
       CREATE VIEW v (i, l, k) AS SELECT id, "label", "kind" FROM "tickets" WHERE "state" = "open";
       CREATE TRIGGER v_i INSTEAD OF INSERT ON v BEGIN INSERT INTO log (label) VALUES ("none"); END;
       ${tables}`,
    );
    expect(catalog.views.map(({ name, definition, triggers }) => [name, definition, triggers.length])).toEqual([
      ['outer_view', `SELECT l, 'yes' AS y FROM v`, 0],
      ['v', `SELECT id, "label", 'kind' FROM tickets WHERE "state" = 'open'`, 1],
    ]);
    expect(catalog.views[0]?.columns.map(({ name }) => name)).toEqual(['l', 'y']);
    expect(diagnostics).toMatchObject([
      { severity: 'note', line: 4 },
      { severity: 'note', line: 2, message: "view v: texts in double quotes were read as 'kind', 'open'" },
      { severity: 'note', line: 1 },
      { severity: 'note', line: 3 },
    ]);
  });

  test('in triggers are found one trigger at a time', async () => {
    const { catalog, connection } = await loaded(
      `${tables}
       CREATE TRIGGER a AFTER INSERT ON tickets BEGIN INSERT INTO log ("what") VALUES ("made"); END;
       CREATE TRIGGER b AFTER INSERT ON tickets BEGIN UPDATE log SET "what" = "again" WHERE "label" = new."label"; END;`,
    );
    expect(catalog.tables[1]?.triggers.map(({ definition }) => definition.replace(/.*BEGIN /, ''))).toEqual([
      `INSERT INTO log ("what") VALUES ('made'); END`,
      `UPDATE log SET "what" = 'again' WHERE "label" = new."label"; END`,
    ]);
    const { error } = await connection.batch(["INSERT INTO tickets (label) VALUES ('x')"]);
    expect(error).toBeUndefined();
  });

  test('of a database that another build of the engine wrote are read as it reads them', async () => {
    const { connection } = await loaded(`${tables}
      CREATE VIEW v AS SELECT id, 'TEXT' AS t FROM tickets;
      CREATE TRIGGER a AFTER INSERT ON tickets BEGIN INSERT INTO log AS "l" ("what") VALUES ('TEXT'); END;
      CREATE INDEX i ON tickets (label) WHERE label <> 'TEXT';`);
    await connection.batch([
      'PRAGMA writable_schema = ON',
      `UPDATE sqlite_schema SET sql = replace(replace(sql, '''TEXT''', '"some text"'), '''open''', '"open"')`,
      'PRAGMA writable_schema = RESET',
    ]);
    const { tables: found, views } = await introspect(connection);
    expect(views[0]).toMatchObject({ definition: `SELECT id, 'some text' AS t FROM tickets` });
    expect(views[0]?.columns.map(({ name }) => name)).toEqual(['id', 't']);
    expect(found[1]?.triggers[0]?.definition).toContain(`INTO log AS "l" ("what") VALUES ('some text')`);
    expect(found[1]?.indexes.find(({ name }) => name === 'i')?.predicate).toBe("label <> 'some text'");
    expect(found[1]?.checks[0]?.expression).toContain("'open'");
  });

  test('are no more than what the engine itself calls texts', async () => {
    const { diagnostics } = await loaded(
      `CREATE TABLE t (a INTEGER CHECK (b > 0)); CREATE VIEW v AS SELECT nowhere FROM x;`,
    );
    expect(diagnostics).toMatchObject([{ severity: 'error', message: 'no such column: b' }]);
  });
});
