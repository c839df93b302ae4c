import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { type Subject, subjectId } from '../../findings/finding.ts';
import { mostSevere } from '../../findings/priority.ts';
import { isActor } from '../actor-columns.ts';
import { adviceEvidence, adviceSeverity, advisedAt, gainLimits, placesOf } from '../advised-index.ts';
import { constantDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { partitioned } from '../index-owner.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { isUserTable } from '../login-names.ts';
import { neverNull } from '../nullability.ts';
import { isLogName, keepsCopies } from '../record-tables.ts';
import { defineRule, type Question } from '../rule.ts';
import { softDelete } from '../soft-delete.ts';
import { tenancy, tenantNames } from '../tenancy.ts';
import type { AdvisedIndex } from '../workload-advice.ts';
import { type Identifier, identifier, providerColumn } from './identifiers.ts';
import { seen } from './seen.ts';

export const rule = defineRule({
  id: 'missing-unique',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A value that tells rows apart can be stored twice.',
  headline: (count) => `${count} values that tell rows apart can be stored twice`,
  why: 'Two requests at the same moment both find the value free and both store it; from then on a look-up by it finds either row, and merging the two is work by hand.',
  effort: 'hours',
  tradeOff:
    'Present duplicates must be resolved first; each write maintains one more index, which look-ups by the value need anyway.',
  needs: ['catalog'],
  settings: { tenantNames },
  *check({ lookups, sizes, settings, traits, advice }) {
    const model = tenancy(lookups, settings.tenantNames);
    for (const [table, column] of judgedColumns(lookups)) {
      const found = identifier(table, column);
      if (
        !found ||
        !isCandidate(table, column) ||
        isUnique(table, column.name) ||
        (found.copied && isCopy(table, column, found, lookups))
      )
        continue;
      const tenant = model?.owned.has(qualified(table)) && found.scope !== 'drawn' ? model.column : undefined;
      const provider = found.scope === 'foreign' ? providerColumn(table)?.name : undefined;
      const columns = [...new Set([tenant, provider, column.name].filter((name) => name !== undefined))];
      const values = seen(sizes, table, column);
      // A value that comes again is not unique alone; whether it is within a tenant the statistics do not tell.
      if (values.kind === 'repeated' && columns.length === 1) continue;
      if (table.partitioning?.keys.some((key) => key.column === undefined || !columns.includes(key.column))) continue;
      const placed = found.scope === 'placed' && columns.length === 1 && values.kind !== 'different';
      // Rows that belong to a tenant's rows: what is unique there need not be so over all tenants.
      const isBelow =
        model !== undefined && tenant === undefined && (found.scope === 'chosen' || found.scope === 'foreign');
      const open = isBelow || (placed && belongs(table, lookups));
      // Where something else tells the rows apart, this may be no more than shown.
      const isOnly = table.indexes.filter((index) => index.unique).length < 2;
      const strength = found.strength === 'strong' && !isOnly ? 'fair' : found.strength;
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      const name = qualifiedColumn(table, column.name);
      const others = columns.slice(0, -1).map(displayName).join(', ');
      const changes = open ? [] : [change(table, columns, found, lookups, traits)];
      const asked = advisedAt(advice, table).filter(({ advised }) => changes.some((one) => isServed(advised, one)));
      yield {
        at,
        ...(asked[0] ? placesOf(asked[0].advised) : {}),
        message: `${name}: nothing keeps two rows${others === '' ? '' : ` of the same ${others}`} from having the same value`,
        evidence: [
          stated(`no unique key or index of ${qualified(table)} contains ${displayName(column.name)}`),
          presumed(`by its name it holds ${found.what}`, open ? 'weak' : strength),
          ...(values.kind === 'different' ? [values.evidence] : []),
          ...asked.flatMap(({ advised }) => adviceEvidence(advised)),
        ],
        severity: mostSevere(
          found.strength === 'weak' || open ? 'low' : 'medium',
          asked.flatMap(({ advised }) => adviceSeverity(advised, gainLimits) ?? []),
        ),
        changes,
        implies: [
          ...(found.strength === 'weak' || open
            ? []
            : [`surrogate-key-only:${subjectId({ kind: 'table', object: table })}`]),
          ...asked.flatMap((one) => implied(one.at, ['query-without-index'])),
        ],
        questions: questions(found, open, tenant),
      };
    }
  },
});

/** Whether a unique key or index holds the keys of an advised index, for the same rows: it serves the same queries. */
function isServed({ change: wanted }: AdvisedIndex, made: Change): boolean {
  const columns =
    made.kind === 'add unique' ? made.columns : made.kind === 'create index' ? made.keys.map((key) => key.column) : [];
  const predicate = made.kind === 'create index' ? made.predicate : undefined;
  return (
    (wanted.method ?? 'btree') === 'btree' &&
    (predicate === undefined || predicate === wanted.predicate) &&
    wanted.keys.length === columns.length &&
    wanted.keys.every((key, at) => key.column !== undefined && key.column === columns[at])
  );
}

function isCandidate(table: Table, column: Column): boolean {
  if (isLogName(table.name) || keepsCopies(table.name)) return false;
  // A constant default is what all rows have that were given nothing.
  if (column.identity || column.ownedSequence || constantDefault(column) !== undefined) return false;
  return !isReferencing(table, column.name);
}

/** Any unique index that the column takes part in: somebody thought of it. */
function isUnique(table: Table, column: string): boolean {
  return (
    table.indexes.some(
      (index) =>
        index.unique && (index.keys.some((key) => key.column === column) || index.expressionColumns.includes(column)),
    ) || table.exclusions.some((exclusion) => exclusion.columns.includes(column))
  );
}

/** The row refers to one that has the value itself; an address may only be that of a user. */
function isCopy(table: Table, column: Column, found: Identifier, lookups: Lookups): boolean {
  return lookups
    .referencesFrom(table)
    .some(
      ({ to }) =>
        to !== undefined &&
        to !== table &&
        (found.scope !== 'login' || isUserTable(to.name)) &&
        lookups.column(to, column.name) !== undefined,
    );
}

/** Whether the row belongs to another one, by a reference that it must have, or to one named alike: then the value may be unique only there. */
function belongs(table: Table, lookups: Lookups): boolean {
  return table.foreignKeys.some(
    ({ columns, references }) =>
      !columns.every(isActor) &&
      qualified(references) !== qualified(table) &&
      (alike(references.name, table.name) || columns.every((name) => neverNull(lookups.column(table, name)))),
  );
}

/** `optionvalue` and `optionset`. */
function alike(a: string, b: string): boolean {
  return a.length >= 4 && a.slice(0, 4).toLowerCase() === b.slice(0, 4).toLowerCase();
}

function change(table: Table, columns: readonly string[], found: Identifier, lookups: Lookups, traits: Traits): Change {
  const live = found.scope === 'drawn' || !traits.partialIndexes ? undefined : softDelete(table, traits)?.live;
  if (live === undefined) {
    const name = lookups.freeConstraintName(table, columns, 'key', traits.identifierBytes);
    return { kind: 'add unique', table, name, columns, ...partitioned(table) };
  }
  return {
    kind: 'create index',
    table,
    name: lookups.freeIndexName(table, columns, 'idx', traits.identifierBytes),
    keys: columns.map((column) => ({ column })),
    unique: true,
    predicate: live,
    ...partitioned(table),
  };
}

function questions(found: Identifier, open: boolean, tenant: string | undefined): readonly Question[] {
  if (open) {
    return [
      {
        question: 'Are slugs, codes and numbers unique over the whole table, or only within what the row belongs to?',
        changes: 'the columns of the unique keys over slugs, codes and numbers',
      },
    ];
  }
  if (found.scope === 'login' && tenant !== undefined) {
    return [
      {
        question: 'Do people sign in before it is known which tenant they belong to?',
        changes: 'whether the tenant belongs into the unique keys of e-mail addresses and user names',
      },
    ];
  }
  if (found.strength === 'weak') {
    return [
      {
        question: 'May two people share one e-mail address?',
        changes: 'whether the e-mail addresses of customers and employees should be unique',
      },
    ];
  }
  return [];
}
