import { beforeAll, expect, test } from 'vitest';
import type { Effects } from '../../src/lab/effects.ts';
import { openEmbedded } from '../../src/lab/embedded.ts';
import { rehearse } from '../../src/lab/rehearse.ts';
import { type Prediction, predictor, withoutRows } from '../facts/predict.ts';
import { describeWithPostgres, withDatabase } from '../servers/postgres.ts';
import { forms, setup, writing } from './lock-forms.ts';

const majors = [13, 15, 17, 18];
let said: readonly ReadonlyMap<number, Prediction>[];

beforeAll(async () => {
  const lab = await openEmbedded();
  await lab.exec(withoutRows(setup));
  said = await (await predictor(lab)).all(forms, majors);
  await lab.close();
}, 60_000);

/**
 * What decides: locks on tables, views and sequences, locks on indexes that make somebody wait, rewrites, full reads,
 * builds. The weak locks on indexes and types depend on what a session has in its caches.
 */
function summary(effects: Effects): Readonly<Record<string, string>> {
  const told: Record<string, string> = {};
  for (const { relation, mode, kind, dropped } of [...effects.locks, ...effects.locksOnNew]) {
    if ((kind === 'index' || kind === 'type') && mode === 'ACCESS SHARE') continue;
    told[relation.name] = `${mode}${dropped ? ' (dropped)' : ''}`;
  }
  const names = (list: Effects['scanned']) => list.map((one) => one.name).join(' ');
  return {
    ...told,
    ' written anew': names(effects.newFiles),
    ' read': names(effects.scanned),
    ' built': names(effects.built),
  };
}

/** A table that is emptied gets new files and indexes, and the counter counts a look at the files without rows. */
const empties = /^truncate|with no data$/;

/** Statements (the check of a foreign key among them) whose plan on tables with few rows is not that on empty ones, or that rows make fail by their values. */
const byTheRows =
  /^(?:insert|update|delete|with moved|merge|select|create table z as select \* from orders where|alter table lone add constraint k foreign key \(id\) references customers \(id\)$|alter table (?:empty_table|to_parted) add constraint)/;

describeWithPostgres([13, 15, 17, 18], 'what is said of locks, rewrites and full reads', (server) => {
  test(
    `holds for ${forms.length} forms of statements`,
    () =>
      withDatabase(server, async (database) => {
        const connection = await writing(database.url);
        await connection.exec(setup);
        const seen = await rehearse(
          connection,
          forms.map((sql) => [{ sql, transactional: true }]),
        );
        await connection.close();
        const wrong: Record<string, unknown> = {};
        let right = 0;
        for (const [at, sql] of forms.entries()) {
          const real = seen[at]?.[0];
          const mine = said[at]?.get(server.version);
          if (!real || !mine) throw new Error('nothing was said');
          if (byTheRows.test(sql)) continue;
          const counted = empties.test(sql) ? { ...real, scanned: [], built: [] } : real;
          const agree = real.error
            ? mine.error !== undefined
            : !mine.error &&
              JSON.stringify(Object.entries(summary(mine.effects)).sort()) ===
                JSON.stringify(Object.entries(summary(counted)).sort());
          if (agree) right++;
          else wrong[sql] = { said: mine.error ?? summary(mine.effects), seen: real.error ?? summary(real) };
        }
        process.stdout.write(
          `locks on PostgreSQL ${server.version}: ${right} of ${right + Object.keys(wrong).length} forms as said\n`,
        );
        expect(wrong).toEqual({});
      }),
    120_000,
  );
});
