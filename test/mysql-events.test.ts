import { expect, test } from 'vitest';
import { mysql } from '../src/engines/mysql/index.ts';
import { openScratch } from '../src/lab/mysql/scratch.ts';
import { findMariaDb } from './mariadb.ts';

const server = await findMariaDb('events');

test.skipIf(!server)('runs no event of a schema in a scratch database, and tells it as it was written', async () => {
  await server?.load(`create table a (id int primary key);
    create event sweep on schedule every 1 second disable do insert ignore into a values (1);
    create event idle on schedule every 1 day disable do delete from a;`);
  const read = await server?.read();
  if (!read || !server) throw new Error('no server');
  // As a dump has it; on the tests' own server it never ran.
  const others = read.others.map((one) =>
    one.name === 'sweep' ? { ...one, definition: one.definition?.replace(' DISABLE', '') ?? '' } : one,
  );
  const scratch = await openScratch(server.url, { ...read, others }, undefined, new AbortController().signal);
  try {
    const states = await scratch.query(
      'select status from information_schema.events where event_schema = database() order by event_name',
    );
    expect(states.map(({ status }) => status)).toEqual(['DISABLED', 'DISABLED']);
    expect((await mysql.introspect(scratch)).others).toEqual(others);
  } finally {
    await scratch.close();
  }
});
