import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { singularWords, words } from '../../catalog/words.ts';
import { type Evidence, presumed, stated } from '../../findings/evidence.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import type { Draft } from '../rule.ts';
import { secretKindIn } from '../secret-names.ts';
import { sizeEvidence } from '../size-evidence.ts';
import type { Sizes } from '../sizes.ts';

interface Context {
  readonly lookups: Lookups;
  readonly sizes: Sizes;
  readonly traits: Pick<Traits, 'orderedUuidFunction'>;
  readonly settings: {
    readonly smallTableRows: number;
    readonly largeRows: number;
    readonly hugeRows: number;
    readonly secretTableWords: readonly string[];
  };
}

/** Primary keys of random UUIDs where rows stand in the order of the primary key: they scatter the table itself. */
export function* clusteredKeys({ lookups, sizes, traits, settings }: Context): Generator<Draft> {
  for (const [table, column] of judgedColumns(lookups)) {
    const [only, ...more] = table.primaryKey?.columns ?? [];
    if (only !== column.name || more.length > 0 || isReferencing(table, column.name)) continue;
    if (secretKindIn(table.name, column.name) !== undefined) continue;
    if (singularWords(table.name).some((word) => settings.secretTableWords.includes(word))) continue;
    const origin = originOf(column);
    const rows = sizes.rows(table);
    if (!origin || (rows !== undefined && rows <= settings.smallTableRows)) continue;
    const others = table.indexes.filter(({ name }) => name !== table.primaryKey?.index).length;
    const bytes = widthOf(column);
    const size = sizes.describe(table);
    yield {
      at: { kind: 'column', object: table, names: [column.name] },
      message:
        `${qualifiedColumn(table, column.name)} ${origin.kind === 'presumed' ? 'seems to be' : 'is'} a random UUID, and the rows stand in its order${size ? `; ${size}` : ''}: ` +
        `each insert goes to another page of the table${others === 0 ? '' : `, and every entry of ${others} other index${others === 1 ? '' : 'es'} carries its ${bytes} bytes`}`,
      evidence: [origin, ...sizeEvidence(sizes, table)],
      severity:
        rows === undefined || rows < settings.largeRows
          ? 'low'
          : rows < settings.hugeRows || origin.kind === 'presumed'
            ? 'medium'
            : 'high',
      changes:
        traits.orderedUuidFunction !== undefined && column.type.family === 'uuid' && column.default !== undefined
          ? [{ kind: 'set default', table, column: column.name, default: traits.orderedUuidFunction }]
          : [],
    };
  }
}

/**
 * UUID() is of version 1, whose quickest bits stand first: in the order of bytes it is as good as random. A type for UUIDs
 * puts those of version 1 in the order of their time (https://mariadb.com/kb/en/uuid-data-type/; seen on MariaDB 10.11).
 */
const made = /\buuid(?:_v4)?\(\)/i;

/** What says that the values are random UUIDs; nothing where nothing does, or where they are put in order. */
function originOf(column: Column): Evidence | undefined {
  const { family, length, bytes, name } = column.type;
  const { default: value = '' } = column;
  // uuid_to_bin(uuid(), 1) puts the time first.
  if (/uuid_v7|,\s*(?:1|true)\s*\)/i.test(value)) return undefined;
  if (family === 'uuid' && /\buuid\(\)/i.test(value)) return undefined;
  if (made.test(value)) return stated(`the default of ${displayName(column.name)} is ${value}`);
  const wide = length ?? bytes;
  const fits =
    family === 'uuid' ||
    ((family === 'text' || family === 'character') && (wide === 36 || wide === 32)) ||
    (name === 'binary' && wide === 16);
  if (!fits || value !== '') return undefined;
  const said = words(column.name);
  if (family !== 'uuid' && !said.some((word) => word === 'uuid' || word === 'guid' || word === 'id')) return undefined;
  // A hash is as long as a UUID without its dashes.
  if (wide === 32 && !said.some((word) => word === 'uuid' || word === 'guid')) return undefined;
  return presumed(
    `${displayName(column.name)} is ${column.type.text}, as wide as a UUID, and has no default: the application makes its values, mostly of version 4`,
    'fair',
  );
}

function widthOf({ type }: Column): number {
  return type.family === 'uuid' ? 16 : (type.length ?? type.bytes ?? 16);
}
