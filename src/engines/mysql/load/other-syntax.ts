import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptStatement } from '../../script.ts';
import type { Dialect, Flavour } from '../flavour.ts';
import { tokens } from '../sql/tokens.ts';

/** Words that one of the two knows and the other refuses. */
interface Foreign {
  /** Who knows them; the other does up to `until`, where it came to know them. */
  readonly of: Flavour;
  readonly until?: number;
  /** In the statement as `plain` writes it. */
  readonly pattern: RegExp;
  /** What it is, and what the other has in its place. */
  readonly says: string;
}

const name = '(?:`|\\w+)';
/** An index within a table, up to its list of keys. */
const listed = `\\b(?:KEY|INDEX)(?: ${name})? \\((?:[^()]|\\([^()]*\\))*\\)(?: USING \\w+)?`;

/**
 * https://mariadb.com/kb/en/incompatibilities-and-feature-differences-between-mariadb-and-mysql-80/, and what MariaDB 10.11
 * was seen to refuse; of MySQL its manual's grammar of each statement.
 */
const foreign: readonly Foreign[] = [
  {
    of: 'mysql',
    pattern: new RegExp(
      `\\b(?:KEY|INDEX)(?: IF NOT EXISTS)?(?: ${name})?(?: USING \\w+)?(?: ON ${name}(?:\\.${name})?)? \\((?:[^(),]*(?:\\([^()]*\\)[^(),]*)?,)* ?\\(`,
    ),
    says: 'an index over an expression: in MariaDB add a generated column and an index over it',
  },
  {
    of: 'mysql',
    pattern: new RegExp(
      `\\bALTER (?:INDEX|KEY) ${name} (?:IN)?VISIBLE|^CREATE (?:UNIQUE )?INDEX .*\\) (?:USING \\w+ )?INVISIBLE|${listed} INVISIBLE`,
    ),
    says: 'an INVISIBLE index: MariaDB says IGNORED',
  },
  { of: 'mysql', pattern: /\bDROP CHECK\b/, says: 'DROP CHECK: MariaDB says DROP CONSTRAINT' },
  {
    of: 'mysql',
    pattern: new RegExp(`\\bALTER (?:COLUMN )?${name} SET (?:IN)?VISIBLE`),
    says: 'SET INVISIBLE: MariaDB says MODIFY with the whole definition and INVISIBLE',
  },
  {
    of: 'mysql',
    pattern: new RegExp(`^(?:INSERT|REPLACE) .*\\) AS ${name}(?: \\([^()]*\\))? ON DUPLICATE KEY`),
    says: 'an alias for the new row: MariaDB says VALUES(column)',
  },
  {
    of: 'mysql',
    pattern: / ->>? ''/,
    says: 'the operator -> on JSON: MariaDB says JSON_EXTRACT, and JSON_UNQUOTE around it for ->>',
  },
  {
    of: 'mysql',
    until: 110_400,
    pattern: /\bUTF8MB4_0900_\w+/,
    says: 'a collation of Unicode 9 (utf8mb4_0900_…): this MariaDB has utf8mb4_unicode_520_ci, later ones uca1400',
  },
  {
    of: 'mysql',
    pattern: /\b(?:SECONDARY_)?ENGINE_ATTRIBUTE =? ?''/,
    says: 'ENGINE_ATTRIBUTE, words for a storage engine: MariaDB has no such option',
  },
  { of: 'mysql', pattern: /\bSECONDARY_ENGINE =? ?\w/, says: 'SECONDARY_ENGINE: MariaDB has no second engine' },
  {
    of: 'mysql',
    pattern: /\bAUTOEXTEND_SIZE =? ?\d/,
    says: 'AUTOEXTEND_SIZE: MariaDB lets files grow as it sees fit',
  },
  {
    of: 'mysql',
    pattern: /\) .*\bTABLESPACE = /,
    says: 'TABLESPACE with a sign of equality: each table of MariaDB has a file of its own',
  },
  {
    of: 'mysql',
    pattern: /\bCOLUMN_FORMAT (?:FIXED|DYNAMIC|DEFAULT)\b|(?<!TABLESPACE \S+ )\bSTORAGE (?:DISK|MEMORY)\b/,
    says: 'COLUMN_FORMAT and STORAGE, which NDB heeds: MariaDB has no such words',
  },
  {
    of: 'mysql',
    pattern: /\) .*\b(?:COMPRESSION|ENCRYPTION) =? ?''/,
    says: 'COMPRESSION and ENCRYPTION: MariaDB says PAGE_COMPRESSED=1 and ENCRYPTED=YES',
  },
  { of: 'mysql', pattern: /\bSRID \d/, says: 'SRID: MariaDB says REF_SYSTEM_ID=' },
  {
    of: 'mariadb',
    pattern: /^(?:CREATE (?:OR REPLACE )?|ALTER |DROP )SEQUENCE\b|\bNEXT VALUE FOR\b|\bNEXTVAL ?\(/,
    says: 'a sequence: MySQL has AUTO_INCREMENT alone',
  },
  {
    of: 'mariadb',
    pattern:
      /^CREATE OR REPLACE (?!(?:ALGORITHM = \w+ |DEFINER = \S+(?: ?@ ?\S+)? |SQL SECURITY \w+ )*VIEW\b|SPATIAL REFERENCE)/,
    says: 'OR REPLACE: MySQL has it for views alone, else drop the object first',
  },
  {
    of: 'mariadb',
    pattern:
      /^ALTER (?:ONLINE |IGNORE )*TABLE IF EXISTS\b|^ALTER .*\b(?:ADD|DROP|MODIFY|CHANGE|RENAME|ALTER) (?:COLUMN |INDEX |KEY |UNIQUE (?:KEY |INDEX )?|FOREIGN KEY |CONSTRAINT |PARTITION )?IF (?:NOT )?EXISTS\b|^CREATE (?:UNIQUE |FULLTEXT |SPATIAL )?INDEX IF NOT EXISTS\b|^DROP INDEX IF EXISTS\b/,
    says: 'IF [NOT] EXISTS at columns, indexes and constraints: MySQL has it at whole objects alone',
  },
  {
    of: 'mariadb',
    pattern: /\bSYSTEM VERSIONING\b|\bFOR SYSTEM_TIME\b|\bWITHOUT OVERLAPS\b|\bPERIOD FOR\b/,
    says: 'a history of rows: MySQL has none, keep it by triggers',
  },
  {
    of: 'mariadb',
    pattern: new RegExp(
      `\\bALTER (?:INDEX|KEY) ${name} (?:NOT )?IGNORED|^CREATE (?:UNIQUE )?INDEX .*\\) (?:NOT )?IGNORED|${listed} (?:NOT )?IGNORED`,
    ),
    says: 'an IGNORED index: MySQL says INVISIBLE',
  },
  {
    of: 'mariadb',
    pattern: /^(?:INSERT|DELETE|REPLACE)\b.*\bRETURNING\b/,
    says: 'RETURNING: in MySQL select the rows by a statement of their own',
  },
  {
    of: 'mariadb',
    pattern: /\bDEFAULT (?!CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP|CHARACTER|CHARSET|COLLATE)[A-Z_]\w* ?\(/,
    says: 'a call as default without brackets: MySQL says DEFAULT (…)',
  },
  {
    of: 'mariadb',
    pattern: new RegExp(
      `\\b(?:(?:TINY|MEDIUM|LONG)?(?:TEXT|BLOB)|JSON|GEOMETRY)(?: ?\\(\\d+\\))?(?: (?:(?:CHARACTER SET|CHARSET|COLLATE) =? ?${name}|(?:NOT )?NULL|COMMENT ''|INVISIBLE))* DEFAULT (?:''|-? ?\\d)`,
    ),
    says: "a constant as default of a text, blob or JSON: MySQL says DEFAULT ('…'), in brackets",
  },
  { of: 'mariadb', pattern: /\bALGORITHM = NOCOPY\b/, says: 'ALGORITHM=NOCOPY: MySQL says INPLACE' },
  {
    of: 'mariadb',
    pattern: /\bENGINE =? ?(?:ARIA|ROCKSDB|CONNECT|SPIDER|COLUMNSTORE|S3|OQGRAPH)\b/,
    says: 'a storage engine that MySQL does not have',
  },
  {
    of: 'mariadb',
    pattern: /\bUCA1400_\w+|\w+_UCA1400_\w+/,
    says: 'a collation of Unicode 14 (uca1400): MySQL has utf8mb4_0900_ai_ci',
  },
  { of: 'mariadb', pattern: /\) PERSISTENT\b/, says: 'PERSISTENT: MySQL says STORED' },
  {
    of: 'mariadb',
    pattern: /\b(?:TRANSACTIONAL|PAGE_CHECKSUM|PAGE_COMPRESSED|PAGE_COMPRESSION_LEVEL) =? ?\d/,
    says: 'options of Aria and of compressed pages: MySQL has ROW_FORMAT=COMPRESSED and COMPRESSION',
  },
  { of: 'mariadb', pattern: /^SET STATEMENT\b/, says: 'SET STATEMENT … FOR: MySQL has hints, /*+ SET_VAR(…) */' },
  {
    of: 'mariadb',
    pattern: /^(?:ALTER TABLE|CREATE \w* ?INDEX|DROP INDEX) .*\b(?:NOWAIT|WAIT \d+)\b/,
    says: 'WAIT: MySQL waits by lock_wait_timeout',
  },
];

/** What of a statement a server of the dialect does not know, and what it has instead; nothing where there is none. */
export function otherSyntax(sql: string, dialect: Dialect): string | undefined {
  return allOtherSyntax(sql, dialect)[0];
}

function allOtherSyntax(sql: string, { flavour, number }: Dialect): readonly string[] {
  const text = plain(sql, { flavour, number });
  const product = { mysql: 'MySQL', mariadb: 'MariaDB' } as const;
  return foreign
    .filter(
      ({ of, until, pattern }) => of !== flavour && number < (until ?? Number.POSITIVE_INFINITY) && pattern.test(text),
    )
    .map(({ of, says }) => `${product[flavour]} does not know what ${product[of]} alone has: ${says}`);
}

/** The same of whole scripts: a line for each kind. */
export function otherSyntaxes(statements: readonly ScriptStatement[], dialect: Dialect): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  for (const { sql, file, line } of statements) {
    if (/^\s*(?:INSERT|REPLACE)\b/i.test(sql)) continue;
    for (const message of allOtherSyntax(sql, dialect))
      if (!found.has(message)) found.set(message, { severity: 'warning', code: 'other-dialect', message, file, line });
  }
  return [...found.values()];
}

/** A statement in capitals, one space between tokens but where brackets and commas stand, without its texts and names. */
function plain(sql: string, dialect: Dialect): string {
  let text = '';
  for (const { kind, value, text: own } of tokens(sql, dialect)) {
    const written = kind === 'string' ? "''" : kind === 'name' ? '`' : kind === 'word' ? value : own;
    const tight = text === '' || text.endsWith('(') || written === ')' || written === ',' || written === '.';
    text += tight ? written : ` ${written}`;
  }
  return text;
}
