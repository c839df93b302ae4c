import type { Node, RangeVar, RoleSpec } from 'libpg-query';
import { compareText, type QualifiedName } from '../../../catalog/names.ts';
import { stringsOf, walk } from '../query/nodes.ts';
import type { Parser } from '../query/parser.ts';

/** A right that a statement asks for, on an object that may be there or be made by the statements before. */
export type Need =
  | { readonly right: 'own relation' | 'own type'; readonly on: QualifiedName }
  | { readonly right: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'REFERENCES' | 'TRIGGER'; readonly on: QualifiedName }
  | { readonly right: 'create in schema' | 'own schema'; readonly schema: string }
  | { readonly right: 'create schemas' }
  | { readonly right: 'give to'; readonly role: string }
  | { readonly right: 'create extension'; readonly extension: string };

/**
 * What the statements ask for, as far as their grammar tells; names without a schema are passed over, because what they
 * mean is the session's. (Sections "Privileges" of the manual's pages on each command.)
 */
export function needsOf(parser: Parser, statements: readonly string[]): readonly Need[] {
  const needs = new Map<string, Need>();
  for (const sql of statements) {
    const parsed = parser.parse(sql);
    if ('fault' in parsed) continue;
    for (const { node } of parsed.statements) {
      for (const need of needsOfStatement(node)) needs.set(JSON.stringify(need), need);
    }
  }
  return [...needs.values()];
}

/** The roles that the statements name: whom they grant to, take from, make the owner. PUBLIC and the like are none. */
export function rolesNamedIn(parser: Parser, statements: readonly string[]): readonly string[] {
  const roles = new Set<string>();
  for (const sql of statements) {
    const parsed = parser.parse(sql);
    if ('fault' in parsed) continue;
    for (const { node } of parsed.statements) {
      walk(node, (below) => {
        if ('RoleSpec' in below && below.RoleSpec.rolename !== undefined) roles.add(below.RoleSpec.rolename);
        return undefined;
      });
    }
  }
  return [...roles].sort(compareText);
}

function* needsOfStatement(node: Node): Iterable<Need> {
  if ('AlterTableStmt' in node) yield* owning(node.AlterTableStmt.relation);
  else if ('RenameStmt' in node) yield* owning(node.RenameStmt.relation);
  else if ('AlterObjectSchemaStmt' in node) yield* owning(node.AlterObjectSchemaStmt.relation);
  else if ('RefreshMatViewStmt' in node) yield* owning(node.RefreshMatViewStmt.relation);
  else if ('RuleStmt' in node) yield* owning(node.RuleStmt.relation);
  else if ('AlterSeqStmt' in node) yield* owning(node.AlterSeqStmt.sequence);
  else if ('CreatePolicyStmt' in node) yield* owning(node.CreatePolicyStmt.table);
  else if ('AlterPolicyStmt' in node) yield* owning(node.AlterPolicyStmt.table);
  else if ('IndexStmt' in node) {
    yield* owning(node.IndexStmt.relation);
    yield* creatingIn(node.IndexStmt.relation?.schemaname);
  } else if ('CreateTrigStmt' in node) yield* on('TRIGGER', node.CreateTrigStmt.relation);
  else if ('CreateStmt' in node) yield* creatingIn(node.CreateStmt.relation?.schemaname);
  else if ('ViewStmt' in node) yield* creatingIn(node.ViewStmt.view?.schemaname);
  else if ('CreateSeqStmt' in node) yield* creatingIn(node.CreateSeqStmt.sequence?.schemaname);
  else if ('CreateTableAsStmt' in node) yield* creatingIn(node.CreateTableAsStmt.into?.rel?.schemaname);
  else if ('CreateEnumStmt' in node) yield* creatingIn(schemaOf(node.CreateEnumStmt.typeName));
  else if ('CreateDomainStmt' in node) yield* creatingIn(schemaOf(node.CreateDomainStmt.domainname));
  else if ('CreateFunctionStmt' in node) yield* creatingIn(schemaOf(node.CreateFunctionStmt.funcname));
  else if ('CreateSchemaStmt' in node) yield { right: 'create schemas' };
  else if ('CreateExtensionStmt' in node)
    yield { right: 'create extension', extension: node.CreateExtensionStmt.extname ?? '' };
  else if ('AlterEnumStmt' in node) yield* owningType(stringsOf(node.AlterEnumStmt.typeName));
  else if ('AlterDomainStmt' in node) yield* owningType(stringsOf(node.AlterDomainStmt.typeName));
  else if ('DropStmt' in node) yield* needsOfDrop(node.DropStmt.removeType ?? '', node.DropStmt.objects ?? []);
  else if ('CommentStmt' in node)
    yield* needsOfDrop(node.CommentStmt.objtype ?? '', [node.CommentStmt.object ?? { List: {} }]);
  yield* needsBelow(node);
}

/** Rows that are changed, and tables that keys refer to, wherever they stand in the statement. */
function needsBelow(statement: Node): readonly Need[] {
  const needs: Need[] = [];
  walk(statement, (node) => {
    if ('UpdateStmt' in node) needs.push(...on('UPDATE', node.UpdateStmt.relation));
    if ('InsertStmt' in node) needs.push(...on('INSERT', node.InsertStmt.relation));
    if ('DeleteStmt' in node) needs.push(...on('DELETE', node.DeleteStmt.relation));
    if ('RangeVar' in node) needs.push(...on('SELECT', node.RangeVar));
    if ('AlterOwnerStmt' in node) needs.push(...givingTo(node.AlterOwnerStmt.newowner));
    if ('AlterTableCmd' in node && node.AlterTableCmd.subtype === 'AT_ChangeOwner')
      needs.push(...givingTo(node.AlterTableCmd.newowner));
    if ('Constraint' in node) needs.push(...on('REFERENCES', node.Constraint.pktable));
    return undefined;
  });
  // Whoever may change or drop a table need not be able to read it.
  const reads =
    'SelectStmt' in statement || 'InsertStmt' in statement || 'UpdateStmt' in statement || 'DeleteStmt' in statement;
  return reads ? needs : needs.filter(({ right }) => right !== 'SELECT');
}

/** Who gives something away must be able to become the one who gets it. */
function givingTo(role: RoleSpec | undefined): readonly Need[] {
  return role?.rolename === undefined ? [] : [{ right: 'give to', role: role.rolename }];
}

const relationKinds = [
  'OBJECT_TABLE',
  'OBJECT_INDEX',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
];
/** Whose name ends with their own, after that of the table. */
const partKinds = ['OBJECT_TRIGGER', 'OBJECT_POLICY', 'OBJECT_RULE', 'OBJECT_COLUMN', 'OBJECT_TABCONSTRAINT'];

function* needsOfDrop(kind: string, objects: readonly Node[]): Iterable<Need> {
  for (const object of objects) {
    if (kind === 'OBJECT_SCHEMA') {
      if ('String' in object) yield { right: 'own schema', schema: object.String.sval ?? '' };
    } else if (kind === 'OBJECT_TYPE' || kind === 'OBJECT_DOMAIN') {
      if ('TypeName' in object) yield* owningType(stringsOf(object.TypeName.names));
    } else if ('List' in object) {
      const names = stringsOf(object.List.items);
      const of = relationKinds.includes(kind) ? names : partKinds.includes(kind) ? names.slice(0, -1) : [];
      const [schema, name] = of;
      if (of.length === 2 && schema !== undefined && name !== undefined)
        yield { right: 'own relation', on: { schema, name } };
    }
  }
}

function named(relation: RangeVar | undefined): readonly QualifiedName[] {
  const { schemaname, relname } = relation ?? {};
  return schemaname === undefined || relname === undefined ? [] : [{ schema: schemaname, name: relname }];
}

function owning(relation: RangeVar | undefined): readonly Need[] {
  return named(relation).map((on) => ({ right: 'own relation', on }));
}

function owningType([schema, name]: readonly string[]): readonly Need[] {
  return schema === undefined || name === undefined ? [] : [{ right: 'own type', on: { schema, name } }];
}

function on(
  right: 'SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'REFERENCES' | 'TRIGGER',
  relation: RangeVar | undefined,
) {
  return named(relation).map((on): Need => ({ right, on }));
}

function creatingIn(schema: string | undefined): readonly Need[] {
  return schema === undefined ? [] : [{ right: 'create in schema', schema }];
}

function schemaOf(names: readonly Node[] | undefined): string | undefined {
  const parts = stringsOf(names);
  return parts.length > 1 ? parts[0] : undefined;
}
