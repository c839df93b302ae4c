import { qualified } from '../../../catalog/names.ts';
import { inventedName } from '../../../catalog/object-name.ts';
import type { Table } from '../../../catalog/table.ts';
import type { Precondition, Situation, Work } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteName } from '../quote.ts';
import { keyOf, walked } from './batches.ts';
import { dropTriggers } from './drop-triggers.ts';
import { guarded } from './preconditions.ts';
import { work } from './steps.ts';
import type { Sync } from './sync.ts';
import type { Half } from './table-halves.ts';

/** Columns that are written: generated ones make themselves. */
function written({ columns }: Table): readonly string[] {
  return columns.filter((column) => !column.generated).map((column) => quoteIdentifier(column.name));
}

function keyColumns(table: Table): readonly string[] {
  return (keyOf(table) ?? []).map(quoteIdentifier);
}

/**
 * Triggers that do to the target, which is under its name beside, whatever is done to the source, which has the name of
 * both. They work as their owner: who writes the source need not have rights on the target.
 */
export function rowSync(source: Half, target: Half): Sync {
  const columns = written(source.root);
  const key = keyColumns(target.root);
  const identities = new Set(
    target.root.columns.filter((column) => column.identity).map((column) => quoteIdentifier(column.name)),
  );
  const set = columns.filter((column) => !key.includes(column) && !identities.has(column));
  const into = quoteName(target.away);
  const changed = `ROW(${key.map((one) => `OLD.${one}`).join(', ')}) IS DISTINCT FROM ROW(${key.map((one) => `NEW.${one}`).join(', ')})`;
  const update =
    set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.map((column) => `${column} = EXCLUDED.${column}`).join(', ')}`;
  const body = `BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE ${into};
    RETURN NULL;
  END IF;
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND ${changed}) THEN
    DELETE FROM ${into} WHERE ${key.map((one) => `${one} = OLD.${one}`).join(' AND ')};
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO ${into} (${columns.join(', ')}) OVERRIDING SYSTEM VALUE
    VALUES (${columns.map((column) => `NEW.${column}`).join(', ')})
    ON CONFLICT (${key.join(', ')}) DO ${update};
  END IF;
  RETURN NULL;
END`;
  const name = inventedName([`zz_relvar_${source.root.name}`], `rows_${target.suffix}`, 63);
  const routine = quoteName({ schema: source.root.schema, name });
  const on = quoteName(source.root);
  const emptied = inventedName([name], 'truncate', 63);
  return {
    create: [
      `CREATE OR REPLACE FUNCTION ${routine}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS ${dollarQuoted(body)}`,
      `REVOKE ALL ON FUNCTION ${routine}() FROM PUBLIC`,
      `CREATE TRIGGER ${quoteIdentifier(name)} AFTER INSERT OR UPDATE OR DELETE ON ${on} FOR EACH ROW EXECUTE FUNCTION ${routine}()`,
      `CREATE TRIGGER ${quoteIdentifier(emptied)} AFTER TRUNCATE ON ${on} FOR EACH STATEMENT EXECUTE FUNCTION ${routine}()`,
    ],
    drop: [...dropTriggers(source.root, [name, emptied]), `DROP FUNCTION IF EXISTS ${routine}()`],
  };
}

/**
 * The source's rows in the target beside. In pieces, each locks its rows first: who would change one waits until it is
 * copied, and then changes both; what a trigger has written already is left. In one statement without a situation.
 */
export function copied(source: Half, target: Half, situation: Pick<Situation, 'batch'> | undefined): Work {
  const columns = written(source.root);
  const list = columns.join(', ');
  const insert = `INSERT INTO ${quoteName(target.away)} (${list}) OVERRIDING SYSTEM VALUE`;
  if (!situation) return work(`${insert} SELECT ${list} FROM ${quoteName(source.root)}`);
  return walked(source.root, columns, situation, ({ reached }) => [
    `copied AS (
  ${insert} SELECT ${list} FROM held WHERE ${reached} ON CONFLICT DO NOTHING
)`,
  ]);
}

/** Both hold the same rows, in any snapshot: what writes one writes the other in the same transaction. */
export function differences(source: Half, target: Half): Precondition {
  const key = keyColumns(target.root);
  const columns = written(source.root);
  const row = (alias: string) => `ROW(${columns.map((column) => `${alias}.${column}`).join(', ')})::text`;
  const from = `FROM ${quoteName(source.root)} AS old FULL JOIN ${quoteName(target.away)} AS new
  ON ${key.map((one) => `old.${one} = new.${one}`).join(' AND ')}
WHERE ${row('old')} IS DISTINCT FROM ${row('new')}`;
  return guarded({
    holds: `${qualified(target.away)} holds the rows of ${qualified(source.root)}, and no others.`,
    count: `SELECT count(*) ${from}`,
    list: `SELECT old, new ${from} LIMIT 20`,
  });
}
