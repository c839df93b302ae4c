import { expect, it } from 'vitest';
import { lookups } from '../../catalog/lookups.ts';
import { postgres } from '../../engines/postgres/index.ts';
import { openEmbeddedLab } from '../../lab/embedded-lab.ts';
import type { Candidate } from '../candidates/candidate.ts';
import { namer } from './names.ts';

it('tells candidates apart whose names are cut off at the same place', async () => {
  const columns = ['scheduled_maintenance_window_start', 'scheduled_maintenance_window_end', 'state'];
  const lab = await openEmbeddedLab();
  try {
    await lab.connection.exec(`CREATE TABLE report_maintenance_requests (${columns.join(' int, ')} int)`);
    const catalog = await lab.introspect();
    const [table] = catalog.tables;
    if (!table) throw new Error('the table was not read back');
    const keys = columns.map((column) => ({ column }));
    const size = { bytes: 8192 };
    const candidate = (id: number, descending: boolean): Candidate => {
      const draft = { table, keys: keys.map((key) => ({ ...key, descending })) };
      const change = { kind: 'create index', table, name: '', keys: draft.keys } as const;
      return { ...draft, id, name: '', change, size, queries: new Set() };
    };
    const name = namer({ lookups: lookups(catalog), traits: postgres.traits('18') });
    const given = [name(candidate(0, false)).name, name(candidate(1, true)).name, name(candidate(2, true)).name];
    expect(new Set(given).size).toBe(3);
    expect(given.every((one) => Buffer.byteLength(one) <= 63)).toBe(true);
  } finally {
    await lab.close();
  }
});
