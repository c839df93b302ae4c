import type { Catalog } from '../../catalog/catalog.ts';
import type { NewIndexKey } from '../../catalog/change.ts';
import { qualified } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import type { Access } from './access.ts';
import type { Draft } from './candidate.ts';
import { columnOf, widthOf } from './values.ts';

/** Summaries of page ranges pay where rows lie nearly in order, in tables of so many rows. */
const rangeSummary = { correlation: 0.9, rows: 1_000_000 } as const;

/** A hash index pays where values are long. */
const longValue = 40;

/** What other methods may serve: containment, parts of texts, nearness, ranges of rows that lie in order, long values. */
export function specialDrafts(
  access: Access,
  statistics: Statistics,
  catalog: Catalog,
  methods: readonly string[],
): readonly Draft[] {
  const { table } = access;
  const drafts: Draft[] = [];
  const has = (extension: string) => catalog.extensions.some((one) => one.name === extension && !one.stubbed);
  const plain = plainKeys(access);
  for (const service of access.other) {
    if (service.kind === 'similar' && has('pg_trgm')) drafts.push({ table, keys: [service.key], method: 'gin' });
    if (service.kind !== 'contains') continue;
    for (const method of [service.method, ...(service.others ?? [])]) {
      drafts.push({ table, keys: [service.key], method });
      // With the classes of plain types, what is held equal can stand in the same index.
      const extension = scalarClasses[method];
      if (plain.length > 0 && plain.length <= 2 && extension !== undefined && has(extension)) {
        drafts.push({ table, keys: [...plain, service.key], method });
      }
    }
    const family = table.columns.find((one) => one.name === service.column)?.type.family;
    // What lies within a network is a range of addresses.
    if (family === 'network' && service.condition.operator?.startsWith('<<')) {
      drafts.push({ table, keys: [{ column: service.column }] });
    }
    const containsOnly = ['@>', '@?', '@@'].includes(service.condition.operator ?? '');
    if (family === 'json-binary' && containsOnly && service.key.expression === undefined) {
      drafts.push({ table, keys: [{ ...service.key, operatorClass: 'jsonb_path_ops' }], method: 'gin' });
    }
  }
  const rows = statistics.tables[qualified(table)]?.rows ?? 0;
  for (const { key, column } of access.ranges) {
    const correlation = Math.abs(columnOf(statistics, table, column)?.correlation ?? 0);
    if (isPlain(key) && rows >= rangeSummary.rows && correlation >= rangeSummary.correlation) {
      drafts.push({ table, keys: [key], method: 'brin' });
    }
  }
  for (const { key, column } of access.equal) {
    if (widthOf(statistics, table, column) >= longValue) drafts.push({ table, keys: [key], method: 'hash' });
  }
  if (access.nearest) {
    const { key, family = table.columns.find((one) => one.name === key.column)?.type.family } = access.nearest;
    if (family === 'text' && has('pg_trgm')) {
      drafts.push({ table, keys: [{ ...key, operatorClass: 'gist_trgm_ops' }], method: 'gist' });
    } else {
      drafts.push({ table, keys: [key], method: 'gist' });
      if (family === 'geometry') drafts.push({ table, keys: [key], method: 'spgist' });
      // A tree that is entered by what is held equal gives the nearest of these alone.
      if (plain.length > 0 && plain.length <= 2 && has('btree_gist')) {
        drafts.push({ table, keys: [...plain, key], method: 'gist' });
      }
    }
  }
  return drafts.filter((draft) => methods.includes(draft.method ?? 'btree'));
}

/** The extensions that bring the operator classes of plain types to a method. */
export const scalarClasses: Readonly<Record<string, string>> = { gin: 'btree_gin', gist: 'btree_gist' };

/** The columns that an access holds equal, by their own order. */
export function plainKeys({ equal }: Access): readonly NewIndexKey[] {
  return equal.filter((one) => isPlain(one.key)).map((one) => one.key);
}

function isPlain(key: NewIndexKey): boolean {
  return key.column !== undefined && key.operatorClass === undefined && key.collation === undefined;
}
