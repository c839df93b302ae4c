import type { NamedKind, NameScope, Naming } from '../receiving.ts';
import type { Dialect } from './flavour.ts';

/** In characters (https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html). */
export const longestName = 64;

/** Columns that InnoDB has itself; the last one only as a number of documents. */
const ownColumns = /^(?:db_row_id|db_trx_id|db_roll_ptr|fts_doc_id)$/i;
const ownIndexes = /^(?:primary|gen_clust_index)$/i;

/** Names as both servers take them (https://dev.mysql.com/doc/refman/8.4/en/identifiers.html). */
export function namingOf(dialect: Dialect): Naming {
  return {
    legal: (name, kind, room = 0) => {
      const whole = withoutOther(name);
      const own = kind === 'column' ? ownColumns : kind === 'index' ? ownIndexes : undefined;
      const free = own?.test(whole) ? `${whole}_` : whole;
      return [...free]
        .slice(0, longestName - room)
        .join('')
        .replace(/\s+$/, '');
    },
    // Tables are files, and told apart where files are.
    folded: (name, kind) => (kind === 'relation' ? name : name.toLowerCase()),
    scopes: (kind) => scopesOf(kind, dialect),
  };
}

/** Characters of the Basic Multilingual Plane, and no blank at the end; never nothing. */
function withoutOther(name: string): string {
  return name.replace(/[\0\u{10000}-\u{10FFFF}]/gu, '_').replace(/\s+$/, '') || '_';
}

/**
 * Checks are told apart in their schema by MySQL, in their table, and from foreign keys there, by MariaDB; foreign keys in their
 * schema by both, until MariaDB 12.1.
 */
function scopesOf(kind: NamedKind, { flavour, number }: Dialect): readonly NameScope[] {
  const mariadb = flavour === 'mariadb';
  const ofTable = { among: 'constraint', of: 'table' } as const;
  switch (kind) {
    case 'relation':
      return [{ among: kind, of: 'schema' }];
    case 'check':
      return [mariadb ? ofTable : { among: kind, of: 'schema' }];
    case 'foreign key':
      return [
        ...(mariadb ? [ofTable] : []),
        ...(mariadb && number >= 120_100 ? [] : [{ among: kind, of: 'schema' } as const]),
      ];
    default:
      return [{ among: kind, of: 'table' }];
  }
}
