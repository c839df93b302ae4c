import type { Reader } from '../sql/reader.ts';
import type { Token } from '../sql/tokens.ts';
import { type Draft, type DraftColumn, Refused, same } from './draft.ts';
import { splitAlias } from './view-query.ts';
import { type Named, relationsOf, selectList } from './views.ts';

/** Whether a query follows whose rows fill the new table. */
export function seesQuery(reader: Reader): boolean {
  const at = reader.sees('IGNORE') || reader.sees('REPLACE') ? 1 : 0;
  const next = reader.peek(at)?.value === 'AS' ? reader.peek(at + 1) : reader.peek(at);
  if (next?.text === '(') return reader.peek(at + (reader.peek(at)?.value === 'AS' ? 2 : 1))?.value === 'SELECT';
  const isWith = next?.value === 'WITH' && !reader.sees('WITH', 'SYSTEM');
  return next?.kind === 'word' && (isWith || /^(?:SELECT|VALUES)$/.test(next.value));
}

/**
 * The columns of `CREATE TABLE … SELECT`, where they are those of tables: as they are there, without keys and numbering.
 * @throws Refused where one is computed: only a server tells its type
 */
export function columnsOfQuery(reader: Reader, table: string, draft: Draft): readonly DraftColumn[] {
  if (!reader.take('IGNORE')) reader.take('REPLACE');
  reader.take('AS');
  const query = reader.peek()?.text === '(' ? reader.brackets() : reader.part(reader.at(), reader.sql.length);
  const start = query.at();
  const end = reader.sql.length;
  const unknown = (what: string): never => {
    throw new Refused(`the columns of ${table} come from a query, and only a server tells ${what}`);
  };
  if (!query.take('SELECT')) unknown('what it gives');
  const whole = reader.part(start, end);
  for (let token = whole.next(); token; token = whole.next())
    if (token.kind === 'word' && /^(?:UNION|EXCEPT|INTERSECT|LEFT|RIGHT|NATURAL|USING)$/.test(token.value))
      unknown(`what ${token.value} makes of them`);
  if (!query.take('DISTINCT')) query.take('ALL');
  const relations = relationsOf(reader.part(start, end), draft);
  const columns = selectList(query).flatMap(
    (part) => columnsOf(part, relations, draft) ?? unknown(`the type of ${part.rest() || 'each'}`),
  );
  return columns.map(plain);
}

/** As it is in a new table: with neither numbering nor an expression. */
function plain({ identity, autoIncrement: _, generated: __, hidden: ___, ...column }: DraftColumn): DraftColumn {
  return identity ? { ...column, default: '0' } : column;
}

function columnsOf(part: Reader, relations: readonly Named[], draft: Draft): readonly DraftColumn[] | undefined {
  const list: Token[] = [];
  for (let ahead = 0, token = part.peek(); token; token = part.peek(++ahead)) list.push(token);
  const text = (token: Token | undefined) => (token?.kind === 'name' ? token.value : (token?.text ?? ''));
  const own = (alias: string | undefined) =>
    relations
      .filter((one) => alias === undefined || same(one.alias, alias))
      .map(({ name }) => draft.tables.get(name.name)?.columns);
  if (list.at(-1)?.text === '*') {
    const found = own(list.length > 1 ? text(list.at(-3)) : undefined);
    if (found.length === 0 || found.some((columns) => columns === undefined)) return undefined;
    return found.flatMap((columns) => (columns ?? []).filter(({ hidden }) => !hidden));
  }
  const { expression, alias } = splitAlias(list);
  const isColumn =
    (expression.length === 1 || expression.length === 3) &&
    expression.every(({ kind, text: sign }, at) => (at % 2 === 1 ? sign === '.' : kind === 'word' || kind === 'name'));
  if (!isColumn) return undefined;
  const name = text(expression.at(-1));
  const [column] = own(expression.length === 3 ? text(expression[0]) : undefined).flatMap(
    (columns) => columns?.filter((one) => same(one.name, name)) ?? [],
  );
  return column && [{ ...column, name: alias ?? column.name }];
}
