import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { spoken, words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { sampledValues } from '../sampled-values.ts';
import { type SecretKind, secretKindIn } from '../secret-names.ts';
import type { Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'plain-secret-column',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A column seems to hold a secret as it is.',
  headline: (count) => `${count} columns seem to hold secrets as they are`,
  why: 'Whoever reads one row, one backup, one replica or one log line of a query has the secret.',
  effort: 'days',
  tradeOff:
    'What is hashed can only be compared, what is encrypted needs its key managed, and neither can be searched by range.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, sizes }) {
    for (const [table, column] of judgedColumns(lookups)) {
      const kind = secretKindIn(table.name, column.name);
      if (kind === undefined || !canHold(kind, column) || isPublicHalf(table, column)) continue;
      const judged = judge(kind, column, table, sizes);
      if (!judged) continue;
      const name = qualifiedColumn(table, column.name);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${name} (${column.type.text}) ${sentences[kind]}`,
        why: reasons[kind],
        evidence: [
          stated(`${name} is ${column.type.text}, and its name does not say that it is hashed or encrypted`),
          ...judged.evidence,
        ],
        severity: judged.severity,
        changes: [],
        questions: [
          {
            question: 'Which of the columns that are named for secrets hold a hash or an encrypted value?',
            changes: 'those that do may be renamed to say so (password_hash); the others come first',
          },
        ],
      };
    }
  },
});

const sentences: Readonly<Record<SecretKind, string>> = {
  password: 'seems to hold passwords',
  key: 'seems to hold keys or secrets as they are',
  token: 'seems to hold tokens as they are',
  'card verification value': 'holds card verification values, which must never be stored',
  'card number': 'seems to hold whole card numbers',
  'government id': 'seems to hold government ids as they are',
};
const reasons: Readonly<Record<SecretKind, string>> = {
  password:
    'A leak gives away the accounts here, and wherever their owners use the same password. Store a slow salted hash (Argon2id, scrypt, bcrypt).',
  key: 'A leak lets a stranger act in the name of the application or its users. Encrypt it with a key kept elsewhere, or keep it in a secrets manager.',
  token:
    'A leak lets a stranger in until the token expires. Store a hash (SHA-256 will do for random tokens) and look the token up by it.',
  'card verification value': 'PCI DSS forbids to store it after authorisation, even encrypted (requirement 3.3).',
  'card number':
    'PCI DSS asks for it to be unreadable wherever it is stored (requirement 3.5). Keep the payment provider’s token and the last four digits.',
  'government id': 'It cannot be changed after a leak. Encrypt it, and show only those who must see it.',
};

const textual = new Set(['text', 'character', 'binary', 'array']);
const numeric = new Set(['integer', 'decimal']);

function canHold(kind: SecretKind, { type }: Column): boolean {
  const digits = kind === 'card number' || kind === 'government id' || kind === 'card verification value';
  if (type.length !== undefined && (kind === 'card number' || kind === 'government id') && type.length < 8)
    return false;
  if (type.family === 'array')
    return (
      kind === 'key' &&
      type.element !== undefined &&
      (textual.has(type.element.family) || numeric.has(type.element.family))
    );
  return textual.has(type.family) || (digits && numeric.has(type.family));
}

/** `access_key` beside `access_secret` is the name of the key, and the other is the secret. */
function isPublicHalf(table: Table, column: Column): boolean {
  const of = /(?:^| )(access|api|consumer) key$/.exec(spoken(column.name))?.[1];
  if (of === undefined) return false;
  const secret = new RegExp(`(?:^| )(?:${of} (?:key )?secret(?: key)?|secret (?:${of} )?key|^secret)$`);
  return table.columns.some((one) => one !== column && secret.test(spoken(one.name)));
}

interface Judgement {
  readonly severity: Severity;
  readonly evidence: readonly Evidence[];
}

function judge(kind: SecretKind, column: Column, table: Table, sizes: Sizes): Judgement | undefined {
  if (kind === 'password') return judgePassword(column, table, sizes);
  if (column.type.family === 'binary') {
    return { severity: 'low', evidence: [presumed('the name says so; bytes may well be encrypted or a hash', 'weak')] };
  }
  switch (kind) {
    case 'card verification value':
      return {
        severity: 'critical',
        evidence: [presumed('the name is that of a card’s verification value', 'strong')],
      };
    case 'token':
      return {
        severity: 'medium',
        evidence: [presumed('the name promises the token itself', isLasting(column) ? 'fair' : 'weak')],
      };
    default:
      return { severity: 'high', evidence: [presumed('the name promises the secret itself', 'fair')] };
  }
}

/** Tokens that open an account for long; others are used once. */
function isLasting(column: Column): boolean {
  return /(?:^| )(?:access|refresh|api|auth|bearer|session)/.test(spoken(column.name));
}

/** Beside these, `password` holds the hash. */
const hashingWords = new Set(['salt', 'algorithm', 'algo', 'iterations', 'hasher', 'scheme']);
/** The shortest text form of a hash in use (MD5, 32 hexadecimal digits). */
const shortestHash = 32;
/** What bcrypt writes, exactly. */
const bcryptLength = 60;
const looksHashed = /^(?:\$\w|\{\w|pbkdf2|scrypt|argon2|bcrypt|sha\d|md5|[0-9a-f]{32,128}$)/i;

/** Many applications call the hash `password`: only what no hash fits is strong. */
function judgePassword(column: Column, table: Table, sizes: Sizes): Judgement | undefined {
  const beside = table.columns.some((one) => one !== column && words(one.name).some((word) => hashingWords.has(word)));
  const versioned = table.columns.some((one) => spoken(one.name) === `${spoken(column.name)} version`);
  const sampled = sampledValues(sizes, table, column)?.values;
  const width = sizes.statistics(table)?.columns[column.name]?.averageWidth;
  if (beside || versioned || sampled?.every((value) => looksHashed.test(value))) return undefined;
  if (column.type.family === 'binary')
    return { severity: 'low', evidence: [presumed('the name says so; bytes may well be a hash', 'weak')] };
  const { length } = column.type;
  if (length === bcryptLength) return undefined;
  if (length !== undefined && length < shortestHash) {
    return { severity: 'high', evidence: [presumed(`no hash of a password fits ${length} characters`, 'strong')] };
  }
  if (width !== undefined && width > 0 && width < shortestHash) {
    return {
      severity: 'high',
      evidence: [
        observed(`its values are ${width} bytes wide on average, and no hash is that short (the planner's statistics)`),
      ],
    };
  }
  if (width !== undefined && width >= 50) return undefined;
  return {
    severity: 'medium',
    evidence: [presumed('the name says password, not hash; many applications call the hash so', 'weak')],
  };
}
