import type { Node } from 'libpg-query';
import { newKeys, type TextPart, type TextParts } from '../../../catalog/text-parts.ts';
import { splitScript } from '../load/split.ts';
import { openParser, type Parser } from '../query/parser.ts';

/**
 * A script as its statements, by what each of them makes; tables as their columns and constraints. A statement that
 * names nothing it makes, or does not parse, is known by its text.
 */
export async function scriptParts(script: string): Promise<TextParts> {
  const parser = await openParser();
  const parts: TextPart[] = [];
  const keys = newKeys();
  let at = pastHead(script);
  const head = script.slice(0, at);
  for await (const part of splitScript([script], 'schema.sql', { keepInserts: true })) {
    if (part.kind !== 'statement') continue;
    const start = script.indexOf(part.sql, at);
    if (start < 0) continue;
    const end = start + part.sql.length;
    const trail = /^[ \t]*;?(?:[ \t]*--[^\n]*)?/.exec(script.slice(end))?.[0] ?? '';
    parts.push({ ...statementPart(part.sql, parser, keys), lead: script.slice(at, start), trail });
    at = end + trail.length;
  }
  return { head, parts, end: script.slice(at), separator: '' };
}

/** The comment that a script begins with, up to its first empty line. */
function pastHead(script: string): number {
  return /^(?:--[^\n]*\n)+(?=\n)/.exec(script)?.[0].length ?? 0;
}

function statementPart(
  sql: string,
  parser: Parser,
  keys: (key: string) => string,
): Pick<TextPart, 'key' | 'of' | 'text' | 'inner'> {
  const parsed = parser.parse(sql);
  const node = 'statements' in parsed ? parsed.statements[0]?.node : undefined;
  const named = node && nameOf(node);
  const key = keys(named?.key ?? `statement ${sql.replaceAll(/\s+/g, ' ')}`);
  const elements = node && 'CreateStmt' in node ? node.CreateStmt.tableElts : undefined;
  const inner = elements && tableParts(sql, elements, parser);
  return { key, ...(named?.of === undefined ? {} : { of: named.of }), text: sql, ...(inner ? { inner } : {}) };
}

interface Named {
  readonly key: string;
  readonly of?: string;
}

interface Relation {
  readonly schemaname?: string;
  readonly relname?: string;
}

function relationName({ schemaname, relname = '' }: Relation = {}): string {
  return schemaname === undefined || schemaname === 'public' ? relname : `${schemaname}.${relname}`;
}

/** What a statement makes or changes, by its kind and name; nothing where it names nothing. */
function nameOf(node: Node): Named | undefined {
  if ('CreateStmt' in node) {
    const [parent] = node.CreateStmt.inhRelations ?? [];
    const of = parent && 'RangeVar' in parent ? { of: `table ${relationName(parent.RangeVar)}` } : {};
    return { key: `table ${relationName(node.CreateStmt.relation)}`, ...of };
  }
  if ('IndexStmt' in node) {
    const { idxname, relation } = node.IndexStmt;
    return idxname === undefined ? undefined : { key: `index ${idxname}`, of: `table ${relationName(relation)}` };
  }
  if ('CreateTrigStmt' in node) {
    const { trigname, relation } = node.CreateTrigStmt;
    const table = relationName(relation);
    return { key: `trigger ${trigname} on ${table}`, of: `table ${table}` };
  }
  if ('CreatePolicyStmt' in node) {
    const { policy_name: name, table: relation } = node.CreatePolicyStmt;
    const table = relationName(relation);
    return { key: `policy ${name} on ${table}`, of: `table ${table}` };
  }
  if ('AlterTableStmt' in node) return alterationName(node.AlterTableStmt);
  if ('CommentStmt' in node) return commentName(node.CommentStmt);
  if ('CreateFunctionStmt' in node) {
    const { funcname = [], parameters = [] } = node.CreateFunctionStmt;
    return { key: `function ${words(funcname)}(${parameters.length})` };
  }
  if ('CreateEnumStmt' in node) return { key: `type ${words(node.CreateEnumStmt.typeName)}` };
  if ('CreateExtensionStmt' in node) return { key: `extension ${node.CreateExtensionStmt.extname}` };
  if ('ViewStmt' in node) return { key: `view ${relationName(node.ViewStmt.view)}` };
  if ('CreateTableAsStmt' in node) return { key: `view ${relationName(node.CreateTableAsStmt.into?.rel)}` };
  return undefined;
}

function alterationName({ relation, cmds = [] }: Extract<Node, { AlterTableStmt: unknown }>['AlterTableStmt']): Named {
  const table = relationName(relation);
  const acts = cmds.map((one) => {
    if (!('AlterTableCmd' in one)) return '';
    const { subtype, name, def } = one.AlterTableCmd;
    const constraint = def && 'Constraint' in def ? def.Constraint.conname : undefined;
    return [subtype, name ?? constraint ?? ''].join(' ').trim();
  });
  return { key: `alteration of ${table}: ${acts.join(', ')}`, of: `table ${table}` };
}

function commentName({ objtype, object }: Extract<Node, { CommentStmt: unknown }>['CommentStmt']): Named {
  const items = object && 'List' in object ? (object.List.items ?? []) : object ? [object] : [];
  const names = words(items).split('.');
  const kind = String(objtype).replace('OBJECT_', '').toLowerCase();
  const key = `comment on ${kind} ${names.join('.')}`;
  if (kind === 'column' || kind === 'tabconstraint') return { key, of: `table ${names.slice(0, -1).join('.')}` };
  return { key, of: `${kind === 'matview' ? 'view' : kind} ${names.join('.')}` };
}

function words(nodes: readonly Node[] = []): string {
  const all = nodes.map((one) => ('String' in one ? (one.String.sval ?? '') : JSON.stringify(one)));
  return (all[0] === 'public' ? all.slice(1) : all).join('.');
}

/** The columns and constraints of a table, each with the comment behind it. */
function tableParts(sql: string, elements: readonly Node[], parser: Parser): TextParts | undefined {
  const bytes = Buffer.from(sql);
  const slice = (from: number, to: number) => bytes.subarray(from, to).toString();
  const tokens = parser.scan(sql);
  const open = tokens.findIndex((one) => slice(one.start, one.end) === '(');
  const parts: TextPart[] = [];
  const keys = newKeys();
  let [depth, at] = [0, tokens[open]?.end ?? 0];
  const head = slice(0, at);
  let [first, last]: (number | undefined)[] = [undefined, undefined];
  for (let place = open; place < tokens.length; place++) {
    const token = tokens[place];
    if (!token) break;
    const text = slice(token.start, token.end);
    const closes = text === ')' && --depth === 0;
    if (closes || (text === ',' && depth === 1)) {
      const element = elements[parts.length];
      if (!element || first === undefined || last === undefined) return undefined;
      const from = closes ? last : token.end;
      // Behind the last one a comment on its line is its own, too.
      const trail = /^[ \t]*(?:--[^\n]*)?/.exec(slice(from, bytes.length))?.[0] ?? '';
      const own = slice(first, last);
      parts.push({ key: keys(elementName(element, own)), lead: slice(at, first), text: own, trail });
      at = from + Buffer.byteLength(trail);
      [first, last] = [undefined, undefined];
      if (closes)
        return parts.length === elements.length
          ? { head, parts, end: slice(at, bytes.length), separator: ',' }
          : undefined;
      continue;
    }
    if (text === '(') depth++;
    const comment = token.tokenName === 'SQL_COMMENT' || token.tokenName === 'C_COMMENT';
    if (comment || place === open) continue;
    first ??= token.start;
    last = token.end;
  }
  return undefined;
}

function elementName(element: Node, text: string): string {
  if ('ColumnDef' in element) return `column ${element.ColumnDef.colname}`;
  if ('Constraint' in element) {
    const { conname, contype } = element.Constraint;
    if (conname !== undefined) return `constraint ${conname}`;
    if (contype === 'CONSTR_PRIMARY') return 'primary key';
  }
  return text.replaceAll(/\s+/g, ' ');
}
