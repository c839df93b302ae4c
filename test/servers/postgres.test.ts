import { expect, test } from 'vitest';
import { majors } from './binaries.ts';
import { describeWithPostgres, postgresServer, withDatabase } from './postgres.ts';

describeWithPostgres(majors, 'the harness', (server) => {
  test('reaches a server of that major, and a database that is gone afterwards', async () => {
    const name = await withDatabase(server, async (database) => {
      const [row] = await database.query(
        'select version(), current_database() as name, pg_encoding_to_char(encoding) as encoding, datcollate from pg_database where datname = current_database()',
      );
      expect(row).toMatchObject({ name: database.name, encoding: 'UTF8', datcollate: 'C' });
      expect(row?.['version']).toMatch(new RegExp(`^PostgreSQL ${server.version}\\.`));
      return database.name;
    });
    const left = await withDatabase(server, (database) =>
      database.query('select 1 from pg_database where datname = $1', [name]),
    );
    expect(left).toEqual([]);
  });

  // A server that was found has rules of its own for who must give a password.
  if (!server.started) return;

  test('asks the role relvar_password for its password', () =>
    withDatabase(server, async (database) => {
      await database.query(`create role relvar_password login password 'right'`);
      try {
        const as = (password: string) => database.url.replace('//postgres@', `//relvar_password:${password}@`);
        const use = (password: string) => withDatabase({ ...server, url: as(password) }, async () => undefined);
        await expect(use('wrong')).rejects.toMatchObject({ code: '28P01' });
        await expect(use('right')).rejects.toMatchObject({ code: '42501' });
      } finally {
        await database.query('drop role relvar_password');
      }
    }));
});

test('a server is started once for all who ask', async () => {
  const [one, other] = await Promise.all([postgresServer(18), postgresServer(18)]);
  expect(one).toEqual(other);
});
