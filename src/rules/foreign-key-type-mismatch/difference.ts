import type { QualifiedName } from '../../catalog/names.ts';
import { displayName, sameName } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { Severity } from '../../findings/finding.ts';

/** How a column's type differs from that of the column it refers to, and what comes of it. */
export interface Difference {
  readonly severity: Severity;
  readonly consequence: string;
  /** Which side is to take the other's type; nothing when people must decide. */
  readonly fix?: 'referencing' | 'referenced';
}

interface Side {
  readonly column: Column;
  /** Of a domain, the base type. */
  readonly type: DataType;
}

/** Nothing where the types are the same, or the referencing one is the narrower of two whole numbers (another rule's case). */
export function difference(from: Side, to: Side): Difference | undefined {
  return ofTypes(from.type, to.type) ?? ofCollations(from.column.collation, to.column.collation);
}

function ofTypes(from: DataType, to: DataType): Difference | undefined {
  if (from.text === to.text) return undefined;
  if (from.family === 'integer' && to.family === 'integer') {
    if ((from.bytes ?? 0) <= (to.bytes ?? 0)) return undefined;
    return {
      severity: 'low',
      consequence: `the key ends where ${to.name} does, so the wider column gains nothing until the key is widened too`,
      fix: 'referenced',
    };
  }
  if (isText(from) && isText(to)) return ofTexts(from, to);
  if (from.family === 'decimal' && to.family === 'decimal') return ofDecimals(from, to);
  const families = new Set([from.family, to.family]);
  if (families.has('timestamp') && families.has('timestamp-with-zone')) {
    return {
      severity: 'high',
      consequence: "whether a value is found depends on the session's time zone",
      ...(from.family === 'timestamp' ? { fix: 'referencing' } : {}),
    };
  }
  if (from.family === to.family && from.name === to.name && from.family !== 'bits') return undefined;
  return {
    severity: 'medium',
    consequence: 'every check and every join converts one of the two, and an index on it may not be used',
    fix: 'referencing',
  };
}

function isText(type: DataType): boolean {
  return type.family === 'text' || type.family === 'character';
}

function ofTexts(from: DataType, to: DataType): Difference | undefined {
  if (from.family !== to.family) {
    return {
      severity: 'medium',
      consequence: 'one of the two ignores blanks at the end, the other compares them',
      fix: 'referencing',
    };
  }
  const plain = (type: DataType) => type.ref === undefined;
  if (plain(from) !== plain(to) || (!plain(from) && from.name !== to.name)) {
    return { severity: 'medium', consequence: 'the two do not compare alike', fix: 'referencing' };
  }
  const [length, other] = [from.length ?? Number.POSITIVE_INFINITY, to.length ?? Number.POSITIVE_INFINITY];
  if (length === other) return undefined;
  if (length < other) {
    return {
      severity: 'medium',
      consequence: `a key of more than ${length} characters cannot be referred to`,
      fix: 'referencing',
    };
  }
  return {
    severity: 'low',
    consequence: `no value of more than ${other} characters can ever be valid`,
    fix: 'referencing',
  };
}

function ofDecimals(from: DataType, to: DataType): Difference | undefined {
  const integral = (type: DataType) =>
    type.precision === undefined ? Number.POSITIVE_INFINITY : type.precision - (type.scale ?? 0);
  const scale = (type: DataType) => (type.precision === undefined ? Number.POSITIVE_INFINITY : (type.scale ?? 0));
  const narrower = integral(from) < integral(to) || scale(from) < scale(to);
  return {
    severity: narrower ? 'medium' : 'low',
    consequence: narrower
      ? 'it cannot hold every key: larger ones are refused, finer ones rounded'
      : 'it takes digits that no key has',
    fix: 'referencing',
  };
}

/** Two collations that columns ask for are in conflict in every comparison; one that gives way to the default is not. */
function ofCollations(from: QualifiedName | undefined, to: QualifiedName | undefined): Difference | undefined {
  if (from === to || (from && to && sameName(from, to))) return undefined;
  const shown = (collation: QualifiedName | undefined) =>
    collation ? `collation ${displayName(collation.name)}` : 'the default collation';
  return {
    severity: from && to ? 'high' : 'low',
    consequence:
      from && to
        ? `it has ${shown(from)}, the key ${shown(to)}: a join of the two fails unless it names a collation`
        : `it has ${shown(from)}, the key ${shown(to)}: joins take one of the two, and cannot use an index in the other`,
    fix: 'referencing',
  };
}
