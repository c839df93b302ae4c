import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { connectForWriting } from '../src/engines/postgres/connect.ts';
import { carryOut, type OnlineCase, stepsOf } from './online.ts';
import { describeWithPostgres, withDatabase } from './servers/postgres.ts';

const table =
  'create table t (id int generated always as identity primary key, v int not null, w text); create index t_v on t (v);';

/** Forms that write every row twice while the application goes on; `column` is what `v` is called after the deploy. */
const cases: Readonly<Record<string, OnlineCase & { readonly column: string }>> = {
  'types of a key and a column': {
    from: table,
    to: table.replace('id int', 'id bigint').replace('v int', 'v bigint'),
    rows: `insert into t (v, w) select n, 'w' from generate_series(1, 3000) n`,
    steps: [],
    column: 'v',
  },
  'a column renamed': {
    from: table,
    to: table,
    rows: `insert into t (v, w) select n, 'w' from generate_series(1, 3000) n`,
    changes: () => [
      { kind: 'rename', object: { kind: 'column', name: 'v', of: { schema: 'public', name: 't' } }, to: 'amount' },
    ],
    steps: [],
    column: 'amount',
  },
};

/** What an application does, with the same done to a table beside, which is not migrated. */
const writes = (column: string): readonly string[] => [
  `with one as (insert into t (${column}, w) values (7, 'x') returning id, ${column} as v) insert into control.t select id, v from one`,
  `with one as (update t set ${column} = ${column} + 1 where id = (select id from control.t order by random() limit 1) returning id, ${column} as v)
    update control.t set v = one.v from one where one.id = t.id`,
  `update t set w = 'y' where id in (select id from control.t order by random() limit 3)`,
  `with one as (delete from t where id = (select min(id) from control.t) returning id) delete from control.t using one where one.id = t.id`,
];

const summed = (from: string, column: string) =>
  `select count(*)::int as rows, md5(string_agg(id || ' ' || ${column}, ',' order by id)) as sum from ${from}`;

describeWithPostgres([15, 18], 'online forms under writes', (server) => {
  for (const [title, one] of Object.entries(cases)) {
    it(`lose nothing: ${title}`, async () => {
      await withDatabase(server, async (database) => {
        const connection = await connectForWriting(database.url);
        const writer = await connectForWriting(database.url);
        try {
          const reset = () => connection.exec('drop schema public cascade; create schema public');
          const { steps } = await stepsOf(one, { connection, version: `${server.version}.0`, reset });
          await connection.exec(one.rows);
          await connection.exec(
            'create schema control; create table control.t as select id, v from t; create index on control.t (id)',
          );
          let going = true;
          let column = 'v';
          let written = 0;
          const failures: string[] = [];
          const writing = (async () => {
            for (let round = 0; going; round++) {
              const sql = writes(column)[round % 4] ?? '';
              const { error } = await writer.batch([sql]);
              if (error) failures.push(`${error.message}: ${sql}`);
              written++;
            }
          })();
          let during = 0;
          try {
            for (const step of steps) {
              const before = written;
              // The deploy: from now on the application uses the new name.
              if (step.title.startsWith('Deploy')) {
                column = one.column;
                // A deploy has ended when the last write of the old application has.
                const old = written;
                while (written === old) await setTimeout(5);
              }
              await carryOut(connection, step.work);
              if (step.work.kind === 'batches') during += written - before;
            }
          } finally {
            going = false;
            await writing;
          }
          expect(failures).toEqual([]);
          expect(during).toBeGreaterThan(10);
          const [kept] = await connection.query(summed('t', one.column));
          const [expected] = await connection.query(summed('control.t', 'v'));
          expect(kept).toEqual(expected);
        } finally {
          await connection.close();
          await writer.close();
        }
      });
    }, 120_000);
  }
});
