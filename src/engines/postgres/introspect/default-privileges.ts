import type { OtherObject } from '../../../catalog/catalog.ts';
import type { Row } from '../../connection.ts';
import { quoteIdentifier } from '../quote.ts';
import { grantStatements } from '../schema/grants.ts';
import type { Facts } from './facts.ts';
import { grantsOf, grantsOfAll } from './grants.ts';
import { ownersOf } from './owners-rights.ts';
import { optional, optionalText, text } from './rows.ts';

type Target = NonNullable<OtherObject['defaults']>['target'];

interface Kind {
  readonly target: Target;
  readonly word: string;
  /** What everybody may do with a new object. */
  readonly everybody?: string;
}

/** The letters of `pg_default_acl.defaclobjtype`. */
const kinds: Readonly<Record<string, Kind>> = {
  r: { target: 'table', word: 'TABLES' },
  S: { target: 'sequence', word: 'SEQUENCES' },
  f: { target: 'routine', word: 'FUNCTIONS', everybody: 'execute' },
  T: { target: 'type', word: 'TYPES', everybody: 'usage' },
  n: { target: 'schema', word: 'SCHEMAS' },
  L: { target: 'large object', word: 'LARGE OBJECTS' },
};

function kindOf(row: Row): Kind {
  const kind = kinds[text(row, 'target')];
  if (!kind) throw new Error(`no default privileges are known for objects of the kind ${text(row, 'target')}`);
  return kind;
}

/** What a row of `pg_default_acl` gives to new objects. */
export function newObjects(row: Row, facts: Facts): NonNullable<OtherObject['defaults']> {
  return {
    target: kindOf(row).target,
    ...optional('schema', optionalText(row, 'schema')),
    grants: grantsOf(optionalText(row, 'acl'), text(row, 'role'), facts.version),
  };
}

/**
 * The statements that make a row of `pg_default_acl`, one a line. In a schema the list comes on top of what new objects
 * have anyway; without one it replaces that, so that only what differs from it is told.
 */
export function defaultPrivileges(row: Row, facts: Facts): string {
  const schema = optionalText(row, 'schema');
  const role = text(row, 'role');
  const { target, word, everybody } = kindOf(row);
  const all = grantsOfAll(optionalText(row, 'acl'), facts.version);
  const start = `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdentifier(role)}${schema === undefined ? '' : ` IN SCHEMA ${quoteIdentifier(schema)}`}`;
  const revoke = (privileges: readonly string[], from: string) =>
    privileges.length === 0 ? [] : [`REVOKE ${privileges.join(', ').toUpperCase()} ON ${word} FROM ${from}`];
  if (schema !== undefined) return told(start, [...grantStatements(word, all)]);
  const has = (grantee: string, privilege: string) =>
    all.some((grant) => grant.grantee === grantee && grant.privileges.includes(privilege));
  const usual = everybody !== undefined && has('', everybody);
  return told(start, [
    ...(usual || everybody === undefined ? [] : revoke([everybody], 'PUBLIC')),
    ...revoke(
      ownersOf[target].filter((privilege) => !has(role, privilege)),
      quoteIdentifier(role),
    ),
    ...grantStatements(
      word,
      all.filter(({ grantee }) => grantee !== role && !(usual && grantee === '')),
    ),
  ]);
}

function told(start: string, statements: readonly string[]): string {
  return statements.map((statement) => `${start} ${statement}`).join(';\n');
}
