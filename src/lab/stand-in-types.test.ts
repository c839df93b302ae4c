import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '../engines/connection.ts';
import { typeStub } from '../engines/postgres/load/stub-sql.ts';
import { openEmbedded } from './embedded.ts';
import { rehearseScript } from './rehearse-script.ts';
import { spelledForStandIns } from './stand-in-types.ts';

let connection: Connection;
beforeAll(async () => {
  connection = await openEmbedded();
});
afterAll(() => connection.close());

const add = 'ALTER TABLE places ADD COLUMN at geometry(Point,4326)';
const script = (sql: string) => [
  { transaction: true, statements: [{ sql, transactional: true, actions: [], alternatives: [] }] },
];

describe('types that stand in for those of an extension', () => {
  it('leave statements alone where there are none', async () => {
    expect(await spelledForStandIns(connection, [add])).toEqual([add]);
  });

  it('are rehearsed with modifiers that are words, which the engine cannot read', async () => {
    await connection.exec('CREATE TABLE places (id int PRIMARY KEY)');
    for (const sql of typeStub({ schema: 'public', name: 'geometry' })) await connection.exec(sql);
    const [first] = await rehearseScript(connection, script(add));
    expect(first?.[0]?.error ?? first?.[0]?.unwatched).toBeUndefined();
    // The type is there for the next one.
    const [second] = await rehearseScript(connection, script(add.replace(' at ', ' towards ')));
    expect(second?.[0]?.unwatched).toBeUndefined();
    const columns = await connection.query(
      "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'places'::regclass AND attnum > 0 ORDER BY attnum",
    );
    expect(columns.map(({ name }) => name)).toEqual(['id', 'at', 'towards']);
  });

  it('keep names of functions and numbers as they are', async () => {
    const sql = "SELECT st_geometry(Point), 'geometry(Point,4326)', x::numeric(5,2) FROM places";
    expect(await spelledForStandIns(connection, [sql])).toEqual([sql]);
  });
});
