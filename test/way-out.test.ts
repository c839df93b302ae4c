import { describe, expect, it } from 'vitest';
import { refuseBroken } from '../src/app/migrate/open-plan.ts';
import { plainFormsWork, wayOut } from '../src/app/migrate/way-out.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import { noWorkload } from '../src/catalog/workload.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import type { DraftStep } from '../src/engines/procedure.ts';
import { RelvarError } from '../src/findings/error.ts';
import { openEmbedded } from '../src/lab/embedded.ts';

async function opened(name: string, sql: string) {
  const lab = await openEmbedded();
  await lab.exec(sql);
  const traits = postgres.traits('18.0');
  return {
    source: { kind: 'file' as const, name, engine: traits.name },
    ...{ engine: postgres, traits, version: '18.0', lab, statistics: noStatistics, workload: noWorkload },
    ...{ diagnostics: [], suppressions: [], locate: () => undefined, close: () => lab.close() },
    catalog: await postgres.introspect(lab),
  };
}

const step = (sql: string): DraftStep => ({
  title: 'Change it',
  phase: 'migrate',
  work: { kind: 'statements', statements: [{ sql, transactional: true }] },
  undo: { work: [] },
});

describe('the way out of a plan that does not work', () => {
  it('is named where the plan is refused, if it was rehearsed', () => {
    const hint = (...notes: readonly string[]) => {
      try {
        refuseBroken('plan', { broken: ['step 001 fails'], notes });
      } catch (error) {
        return error instanceof RelvarError ? error.hint : undefined;
      }
      return undefined;
    };
    expect(hint(plainFormsWork)).toContain('--brief-maintenance');
    expect(hint('--brief-maintenance is no way out')).not.toContain('--brief-maintenance');
  });

  it('is told by trying it, in a lab of its own', async () => {
    const from = await opened('a.sql', 'create table t (id int)');
    const to = await opened('b.sql', 'create table t (id bigint)');
    try {
      // Whatever the first rehearsal has left behind.
      await from.lab.exec('drop table t');
      const told = (sql: string) => wayOut(from, to, [step(sql)], '18');
      expect(await told('alter table t alter id type bigint')).toMatch(/^With --brief-maintenance it works/);
      expect(await told('alter table t alter no_such type bigint')).toMatch(/no way out.*"no_such"/);
      expect(await told('alter table t alter id type smallint')).toMatch(/no way out.*not yet as b\.sql/);
    } finally {
      await from.close();
      await to.close();
    }
  });
});
