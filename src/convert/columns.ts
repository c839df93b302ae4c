import type { UserType } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { CheckConstraint, Column, Table } from '../catalog/table.ts';
import type { DataType } from '../catalog/type.ts';
import type { ReceivedType, Speech, TextComparison } from '../engines/receiving.ts';
import { type Conversion, plainState } from './conversion.ts';
import { readsPresent, translated } from './expression.ts';
import { lossesOfColumn } from './losses.ts';
import { isNumbered, tellNumbering } from './numbering.ts';
import { isTaken, isUnderstood, meaningOf, namedIn } from './taken.ts';
import { quotedText, textOf, textPattern } from './texts.ts';

/** A type with what it is made of; the values that it lists, where it does. */
type ResolvedType = DataType & { readonly values?: readonly string[] };

/** Where a column stands. */
interface Place {
  readonly table: Table;
  /** It is in a key or an index. */
  readonly keyed: boolean;
  /** The columns of its table that number the rows by themselves. */
  readonly numbering: ReadonlySet<string>;
}

/** A column as the other engine can hold it, and the checks that hold its values to what its type held them to. */
export function columnOf(
  column: Column,
  { table, keyed, numbering }: Place,
  conversion: Conversion,
): { readonly column: Column; readonly checks: readonly CheckConstraint[] } {
  const { giving, receiving, traits, lose, loseAll, nameOf } = conversion;
  const what = `column ${nameOf(table)}.${column.name}`;
  const numbers = numbering.has(column.name);
  const resolved = resolve(column.type, what, conversion);
  const received: ReceivedType =
    numbers && receiving.numberingType !== undefined
      ? { text: receiving.numberingType }
      : receiving.type(resolved, keyed || numbers);
  const checks: CheckConstraint[] = [];
  const hold = (ending: string, check: (column: string) => string): void =>
    void checks.push({
      ...plainState,
      name: `${nameOf(table)}_${column.name}_${ending}`,
      expression: check(traits.quote(column.name)),
      columns: [column.name],
      noInherit: false,
      inherited: false,
    });
  if (conversion.holdsForms && received.check) hold('form', received.check);
  else if (received.lost !== undefined) lose(what, received.lost);
  loseAll(what, lossesOfColumn(column, giving));
  const beyond = traits.enforcesTypes ? giving.beyond?.(column, table) : undefined;
  if (beyond !== undefined) lose(what, beyond);
  // Some engines take NULL into primary keys.
  const nullable = column.nullable && !numbers && !table.primaryKey?.columns.includes(column.name);
  if (column.nullable && !nullable && !numbers) lose(what, 'that it takes NULL in its primary key: there must be none');
  if (numbers) tellNumbering(what, column, table, conversion);
  else if (isNumbered(column)) lose(what, 'that it numbers the rows by itself');
  if (resolved.values) {
    const list = resolved.values.map((value) => quotedText(value, receiving.speech)).join(', ');
    hold('check', (name) => `${name} IN (${list})`);
  }
  const written = numbers || isNumbered(column) ? undefined : defaultOf(column, resolved, what, table, conversion);
  const generated = generatedOf(column, what, { table, numbering }, conversion);
  const collation =
    isText(resolved) && !resolved.values ? collationOf(what, giving.compares(column, table), conversion) : undefined;
  return {
    checks,
    column: {
      name: column.name,
      type: { ...(resolved as DataType), text: received.text, name: received.text.replace(/\(.*/, '') },
      nullable,
      ...(written === undefined ? {} : { default: written }),
      ...(numbers ? { identity: { generation: 'by default' as const } } : {}),
      ...(generated ? { generated } : {}),
      ...(collation === undefined ? {} : { collation }),
      ...(column.comment !== undefined && traits.comments ? { comment: column.comment } : {}),
      local: true,
    },
  };
}

/** The collation that comes nearest to how texts are compared; what it does otherwise is told. */
export function collationOf(
  what: string,
  comparison: TextComparison,
  { receiving, traits, lose }: Conversion,
): QualifiedName | undefined {
  const { name, lost } = receiving.collation(comparison);
  if (lost !== undefined) lose(what, lost);
  return name === undefined ? undefined : { schema: traits.defaultSchema, name };
}

/** A constant that is cast to a period of time is the text of one. */
function withoutPeriod(given: string): string {
  return given.replace(/^('(?:[^']|'')*')::interval\b.*$/s, '$1');
}

/** A truth value stays one, where the other engine has a word for it, and bits stay bits. */
function defaultOf(
  { default: given }: Column,
  { family }: DataType,
  what: string,
  table: Table,
  conversion: Conversion,
): string | undefined {
  if (given === undefined) return undefined;
  const { receiving, writing } = conversion;
  const text = (): string => {
    if (family === 'boolean' && !receiving.numbersForTruth && /^\(?'?[01]'?\)?$/.test(given.trim()))
      return /1/.test(given) ? 'true' : 'false';
    const bytes = family === 'binary' ? /^(?:'\\x|x')([\da-f]*)'/i.exec(given)?.[1] : undefined;
    if (bytes !== undefined) return receiving.bytes(bytes);
    const bits = family === 'bits' ? /^b?'([01]+)'/i.exec(given)?.[1] : undefined;
    return bits === undefined
      ? translated(withoutPeriod(given), writing, meaningOf(`default of ${what}`, conversion, [table]))
      : receiving.bits(bits);
  };
  const said = text();
  const { giving } = conversion;
  // An instant is the same in all zones.
  if (giving.speech.nowInUtc !== receiving.speech.nowInUtc && family !== 'timestamp-with-zone') {
    const zone = receiving.speech.nowInUtc
      ? 'UTC, no longer that of the session'
      : "the session's zone, no longer that of UTC";
    if (readsPresent(given, giving.speech))
      conversion.lose(`default of ${what}`, `the present time is that of ${zone}`);
  }
  return isUnderstood(`default of ${what}`, said, conversion, 'new each time') ? said : undefined;
}

function generatedOf(
  { generated }: Column,
  what: string,
  { table, numbering }: Pick<Place, 'table' | 'numbering'>,
  conversion: Conversion,
): Column['generated'] {
  if (!generated) return undefined;
  const whose = `the expression of ${what}`;
  const expression = translated(generated.expression, conversion.writing, meaningOf(whose, conversion, [table]));
  return isTaken({ what: whose, expression, columns: namedIn(expression, table) }, numbering, conversion)
    ? { expression, stored: generated.stored || !conversion.traits.virtualColumns }
    : undefined;
}

/** Enums become texts with a check, domains what they are made of. */
function resolve(type: DataType, what: string, conversion: Conversion): ResolvedType {
  const own: UserType | undefined = type.ref && conversion.types.get(qualified(type.ref));
  const { ref: _, domain: __, element: ___, affinity: ____, ...plain } = type;
  if (own?.kind === 'domain') {
    if (own.checks.length > 0) conversion.lose(what, `the checks of its domain ${own.name}`);
    return resolve(own.base, what, conversion);
  }
  const values = own?.kind === 'enum' ? own.values : writtenValues(type, conversion.giving.speech);
  return values ? { ...plain, family: 'text', text: 'text', name: 'text', values } : plain;
}

/** The values of a type that lists them itself: `enum('a','b')`. */
function writtenValues({ family, text }: DataType, speech: Speech): readonly string[] | undefined {
  const written = family === 'enum' ? /^enum\s*\((.*)\)$/is.exec(text)?.[1] : undefined;
  if (written === undefined) return undefined;
  return [...written.matchAll(new RegExp(textPattern(speech), 'g'))].map(([value]) => textOf(value, speech));
}

function isText({ family }: DataType): boolean {
  return family === 'text' || family === 'character';
}
