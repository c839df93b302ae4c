import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import type { Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier } from '../quote.ts';
import { canBatch, inBatches } from './batches.ts';
import { setNotNull } from './constraints.ts';
import { isForeign } from './preconditions.ts';
import { step } from './steps.ts';
import { firing } from './sync.ts';
import { batchWatch } from './watch.ts';

type SetNotNull = Extract<Change, { readonly kind: 'set not null' }>;

/**
 * A column that gets a default and NOT NULL at once: what is null gets the default first, in batches, when the
 * application writes no null any more; the same steps as for any other then find none.
 */
export function notNullByDefault(change: SetNotNull, situation: Situation): Procedure | undefined {
  const procedure = setNotNull(change, situation);
  const table = situation.before(change.table);
  const value = defaultThatComes(change, situation);
  const [first] = procedure?.steps ?? [];
  if (!procedure || !first || !table || value === undefined) return procedure;
  if (isForeign(change.table, situation) || !canBatch(table)) return procedure;
  const name = `${qualified(change.table)}.${displayName(change.column)}`;
  const column = quoteIdentifier(change.column);
  const filled = step(
    `Give ${name} its default where it is null, in batches${firing(table)}`,
    first.phase,
    inBatches(
      {
        table: { ...table, schema: change.table.schema, name: change.table.name },
        set: `SET ${column} = ${value}`,
        where: `target.${column} IS NULL`,
      },
      situation,
    ),
    {
      why: 'It gets a default and NOT NULL together: rows that are there have the value of rows that come.',
      undo: { work: [], loses: `which rows had no value in ${name}` },
      ...(first.needs === undefined ? {} : { needs: first.needs }),
      watch: batchWatch(table),
    },
  );
  return { ...procedure, steps: [filled, ...procedure.steps] };
}

/** Where nothing else happens to the column, which is then written as it stands. */
function defaultThatComes({ table, column }: SetNotNull, { changes }: Situation): string | undefined {
  const own = changes.filter((one) => 'table' in one && 'column' in one && one.column === column);
  const here = own.filter((one) => 'table' in one && sameName(one.table, table));
  if (here.some(({ kind }) => kind === 'change type')) return undefined;
  return here.flatMap((one) => (one.kind === 'set default' ? one.default : [])).at(-1);
}
