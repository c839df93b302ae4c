import type { ColumnDef, Constraint, Node } from 'libpg-query';
import type { WrittenColumn, WrittenConstraint } from '../../migration-action.ts';
import { lastName, stringsOf, walk } from '../query/nodes.ts';
import type { Parser } from '../query/parser.ts';
import { rangeName } from './name.ts';

const kinds: Readonly<Record<string, WrittenConstraint['constraint']>> = {
  CONSTR_PRIMARY: 'primary key',
  CONSTR_UNIQUE: 'unique',
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_CHECK: 'check',
  CONSTR_EXCLUSION: 'exclude',
  CONSTR_NOTNULL: 'not null',
};

const actions: Readonly<Record<string, NonNullable<WrittenConstraint['onDelete']>>> = {
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** A constraint of the tree, nothing for a default, an identity and the like. `column` is its own where it has one. */
export function constraintOf(node: Constraint, parser: Parser, column?: string): WrittenConstraint | undefined {
  const constraint = kinds[node.contype ?? ''];
  if (constraint === undefined) return undefined;
  const written = stringsOf(constraint === 'foreign key' ? node.fk_attrs : node.keys);
  const onDelete = actions[node.fk_del_action ?? ''];
  const onUpdate = actions[node.fk_upd_action ?? ''];
  const checks = constraint === 'check' || constraint === 'foreign key';
  return {
    constraint,
    ...(node.conname === undefined ? {} : { name: node.conname }),
    columns: written.length > 0 || column === undefined ? written : [column],
    notValid: node.skip_validation === true,
    enforced: !checks || node.is_enforced === true,
    ...(node.indexname === undefined ? {} : { usingIndex: node.indexname }),
    ...(node.pktable ? { references: rangeName(node.pktable) } : {}),
    referencedColumns: stringsOf(node.pk_attrs),
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    deferrable: node.deferrable === true,
    initiallyDeferred: node.initdeferred === true,
    nullsNotDistinct: node.nulls_not_distinct === true,
    ...(node.raw_expr ? { expression: parser.write(node.raw_expr) } : {}),
  };
}

/** A column of CREATE TABLE or ADD COLUMN. */
export function columnOf(node: ColumnDef, parser: Parser): WrittenColumn {
  const constraints = (node.constraints ?? []).flatMap((one) => ('Constraint' in one ? [one.Constraint] : []));
  const given = constraints.find((one) => one.contype === 'CONSTR_DEFAULT')?.raw_expr;
  const generated = constraints.find((one) => one.contype === 'CONSTR_GENERATED');
  const identity = constraints.find((one) => one.contype === 'CONSTR_IDENTITY');
  const type = node.typeName ? parser.write({ TypeName: node.typeName }) : '';
  const own = constraints.flatMap((one) => constraintOf(one, parser, node.colname) ?? []);
  return {
    column: node.colname ?? '',
    type,
    notNull: own.some((one) => one.constraint === 'not null' || one.constraint === 'primary key'),
    ...(given ? { default: parser.write(given) } : {}),
    defaultCalls: given ? callsIn(given) : [],
    serial: /^(?:small|big)?serial[248]?$/.test(lastName(node.typeName?.names)),
    ...(identity ? { identity: identity.generated_when === 'a' ? 'always' : 'by default' } : {}),
    ...(generated ? { generated: generated.generated_kind === 'v' ? 'virtual' : 'stored' } : {}),
    constraints: own.filter((one) => one.constraint !== 'not null'),
  };
}

/** Names of the functions that an expression calls, without their schemas, those of SQL (`now()` for CURRENT_TIMESTAMP) left out. */
export function callsIn(node: unknown): readonly string[] {
  const calls: string[] = [];
  walk(node, (below: Node) => {
    if ('FuncCall' in below) calls.push(lastName(below.FuncCall.funcname));
    return undefined;
  });
  return calls;
}
