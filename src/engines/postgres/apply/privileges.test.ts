import { afterEach, beforeEach, expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../../../test/embedded.ts';
import { missingPrivileges } from './privileges.ts';

beforeEach(async () => {
  await resetDatabase();
  await (await embedded()).exec(
    `create role gives; create role gets; create table t (id int); create type e as enum ('a');
     alter table t owner to gives; alter type e owner to gives; set role gives`,
  );
});

afterEach(async () => {
  await (await embedded()).exec('reset role; drop table t; drop type e; drop role gives; drop role gets');
});

test.each(['ALTER TABLE public.t OWNER TO gets', 'ALTER TYPE public.e OWNER TO gets'])(
  'whoever is no member of a role may not give it what is theirs: %s',
  async (statement) => {
    const connection = await embedded();
    expect(await missingPrivileges(connection, [statement])).toEqual([
      'gives may not give objects to gets: it is no member of that role, or may not SET ROLE to it',
    ]);
    await connection.exec('reset role; grant gets to gives; set role gives');
    expect(await missingPrivileges(connection, [statement])).toEqual([]);
  },
);
