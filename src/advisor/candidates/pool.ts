import type { NewIndexKey } from '../../catalog/change.ts';
import { qualified } from '../../catalog/names.ts';
import { keyText } from '../../engines/index-keys.ts';
import type { AdviceInput } from '../advice.ts';
import { isGuessed } from '../cost/guessed.ts';
import type { Access } from './access.ts';
import { type Candidate, changeOf, type Draft, draftKey, heldColumns } from './candidate.ts';
import { shadowedKey } from './idle-keys.ts';
import { mergesOf } from './merge.ts';
import { orderedDrafts } from './ordered.ts';
import { partialDrafts } from './partial.ts';
import { specialDrafts } from './special.ts';

/** All candidates of a search, each once, and which queries each may matter to. */
export interface Pool {
  readonly all: readonly Candidate[];
  /** The candidate for a draft, made when it is new; nothing where its size cannot be told or it is there already. */
  take(draft: Draft, query?: number): Candidate | undefined;
  /** Those of a table, by id. */
  ofTable(table: object): readonly Candidate[];
  /** Ids of those that were thought of for the query. */
  own(query: number): ReadonlySet<number>;
  /** Ids of those that may change the query's plan. */
  relevant(query: number): ReadonlySet<number>;
  /** The queries whose plan the candidate may change, by its id. */
  concerned(id: number): ReadonlySet<number>;
  /** Merges of these with each other. */
  merged(ids: readonly number[]): readonly Candidate[];
}

/** What the lab knows candidates by; the number is the id. */
const prefix = 'relvar_candidate_';

/** The id of the candidate that a plan names; nothing for any other index. */
export function candidateId(index: string): number | undefined {
  return index.startsWith(prefix) ? Number(index.slice(prefix.length)) : undefined;
}

/** The candidates of all accesses. */
export function candidatePool(input: AdviceInput, accesses: readonly Access[]): Pool {
  const { engine, catalog, statistics, options, lab } = input;
  const all: Candidate[] = [];
  const byKey = new Map<string, Candidate | undefined>();
  const patterns = patternKeys(accesses);
  const interests = interestsOf(accesses, patterns);
  const relevant: Set<number>[] = input.queries.map(() => new Set());
  const concerned: Set<number>[] = [];
  const byTable = new Map<object, Candidate[]>();
  const own: Set<number>[] = input.queries.map(() => new Set());
  const take = (given: Draft, query?: number): Candidate | undefined => {
    const own = input.traits.clusteredByPrimaryKey ? withoutCarried(given) : given;
    const draft = input.traits.includedColumns ? own : withKeysOnly(own);
    const key = draftKey(draft);
    const known = byKey.get(key);
    if (known || byKey.has(key)) {
      if (known && query !== undefined) mark(known, query);
      return known;
    }
    const id = all.length;
    const name = `${prefix}${id}`;
    const change = changeOf(draft, name);
    const isFutile = isThere(draft) || (shadowedKey(draft) !== undefined && !sparesTable(draft, accesses));
    const size = isFutile ? undefined : engine.sizes.supposed(catalog, statistics, change);
    if (!size) {
      byKey.set(key, undefined);
      return undefined;
    }
    const candidate: Candidate = {
      ...draft,
      id,
      name: qualified({ schema: draft.table.schema, name }),
      change,
      size,
      queries: new Set(),
    };
    all.push(candidate);
    const ofTable = byTable.get(draft.table) ?? [];
    ofTable.push(candidate);
    byTable.set(draft.table, ofTable);
    concerned.push(new Set());
    byKey.set(key, candidate);
    if (query !== undefined) mark(candidate, query);
    for (const [at, interest] of interests.get(qualified(draft.table)) ?? []) {
      if (concerns(candidate, interest)) concern(id, at);
    }
    return candidate;
  };
  const concern = (id: number, query: number) => {
    relevant[query]?.add(id);
    concerned[id]?.add(query);
  };
  const mark = (candidate: Candidate, query: number) => {
    candidate.queries.add(query);
    own[query]?.add(candidate.id);
    concern(candidate.id, query);
  };
  const width = options.width ?? 4;
  const methods = lab.can.indexMethods;
  const heldTogether = equalSets(accesses);
  for (const access of accesses) {
    if (options.dropOnly) break;
    const ordered = (one: Access) =>
      orderedDrafts(one, statistics, width, heldTogether.get(one.table) ?? []).flatMap((draft) =>
        withPatterns(draft, one, patterns),
      );
    const special = specialDrafts(access, statistics, catalog, methods);
    for (const draft of ordered(access)) take(draft, access.query);
    if (input.traits.partialIndexes) {
      const isUntold = (column: string) => isGuessed(input, access.table, column);
      for (const draft of partialDrafts(access, { ordered, special, statistics, isGuessed: isUntold })) {
        take(draft, access.query);
      }
    }
    for (const draft of special) take(draft, access.query);
  }
  return {
    all,
    take,
    ofTable: (table) => byTable.get(table) ?? [],
    own: (query) => own[query] ?? new Set(),
    relevant: (query) => relevant[query] ?? new Set(),
    concerned: (id) => concerned[id] ?? new Set(),
    merged: (ids) => mergesOf(ids.flatMap((id) => all[id] ?? [])).flatMap((draft) => take(draft) ?? []),
  };
}

/** So many sets of keys that are held equal together are looked at for each table, those of most accesses first. */
const mostSets = 8;

/** By table, the sets of keys that its accesses hold equal, as texts. */
function equalSets(accesses: readonly Access[]): ReadonlyMap<object, readonly (readonly string[])[]> {
  const counts = new Map<object, Map<string, { readonly keys: readonly string[]; count: number }>>();
  for (const { table, equal } of accesses) {
    if (equal.length === 0) continue;
    const keys = equal.map((one) => keyText(one.key)).sort();
    const ofTable = counts.get(table) ?? new Map<string, { readonly keys: readonly string[]; count: number }>();
    counts.set(table, ofTable);
    const known = ofTable.get(keys.join()) ?? { keys, count: 0 };
    known.count++;
    ofTable.set(keys.join(), known);
  }
  return new Map(
    [...counts].map(([table, sets]) => [
      table,
      [...sets.values()]
        .sort((a, b) => b.count - a.count)
        .slice(0, mostSets)
        .map(({ keys }) => keys),
    ]),
  );
}

/** By table, the keys by which some access looks for a beginning, by the text of the key without their class. */
type Patterns = ReadonlyMap<object, ReadonlyMap<string, NewIndexKey>>;

function patternKeys(accesses: readonly Access[]): Patterns {
  const found = new Map<object, Map<string, NewIndexKey>>();
  for (const { table, ranges } of accesses) {
    for (const { key } of ranges) {
      const { operatorClass, ...plain } = key;
      if (operatorClass === undefined) continue;
      found.set(table, (found.get(table) ?? new Map<string, NewIndexKey>()).set(keyText(plain), key));
    }
  }
  return found;
}

/** A draft, and what finds the same equal values where another access looks for their beginnings: one index does both. */
function withPatterns(draft: Draft, { table, equal, joins }: Access, patterns: Patterns): readonly Draft[] {
  const ofTable = patterns.get(table);
  if (!ofTable) return [draft];
  const held = new Set([...equal, ...joins].map(({ key }) => keyText(key)));
  const keys = draft.keys.map((key) => (held.has(keyText(key)) ? (ofTable.get(keyText(key)) ?? key) : key));
  return keys.every((key, at) => key === draft.keys[at]) ? [draft] : [draft, { ...draft, keys }];
}

/** The keys that a query could enter an index of a table by, and the columns that would spare it the table. */
interface Interest {
  readonly leading: Set<string>;
  readonly needed: (readonly string[])[];
}

/** By table, then by query. */
function interestsOf(
  accesses: readonly Access[],
  patterns: Patterns,
): ReadonlyMap<string, ReadonlyMap<number, Interest>> {
  const interests = new Map<string, Map<number, Interest>>();
  for (const access of accesses) {
    const table = qualified(access.table);
    const ofTable = interests.get(table) ?? new Map<number, Interest>();
    interests.set(table, ofTable);
    const known = ofTable.get(access.query) ?? { leading: new Set(), needed: [] };
    ofTable.set(access.query, known);
    const keys = [
      ...[...access.equal, ...access.ranges, ...access.joins, ...access.other].map((one) => one.key),
      ...access.order.slice(0, 1),
      ...access.windows.flatMap((keys) => keys.slice(0, 1)),
      ...access.group,
    ];
    for (const key of keys) known.leading.add(keyText(key));
    for (const { key } of [...access.equal, ...access.joins]) {
      const pattern = patterns.get(access.table)?.get(keyText(key));
      if (pattern) known.leading.add(keyText(pattern));
    }
    if (access.needed) known.needed.push(access.needed);
  }
  return interests;
}

function concerns(candidate: Candidate, { leading, needed }: Interest): boolean {
  const [first] = candidate.keys;
  if (!first) return false;
  if (leading.has(keyText(first))) return true;
  const held = new Set(heldColumns(candidate));
  return needed.some((columns) => columns.every((column) => held.has(column)));
}

/** Whether an index holds all that some query reads of the table. */
function sparesTable(draft: Draft, accesses: readonly Access[]): boolean {
  const held = new Set(heldColumns(draft));
  return accesses.some(
    ({ table, needed }) => table === draft.table && needed !== undefined && needed.every((column) => held.has(column)),
  );
}

/** Whether the table has this very index, or one that begins with it and does all that it does. */
function isThere({ table, keys, method = 'btree', include = [], predicate }: Draft): boolean {
  return table.indexes.some((index) => {
    if (!index.valid || index.method !== method || index.predicate !== predicate) return false;
    const held = new Set([...index.include, ...index.keys.flatMap((key) => key.column ?? [])]);
    return (
      include.every((column) => held.has(column)) &&
      keys.every((key, at) => {
        const other = index.keys[at];
        return (
          other !== undefined &&
          keyText({
            ...(other.column === undefined ? {} : { column: other.column }),
            ...(other.expression === undefined ? {} : { expression: other.expression }),
            ...(other.operatorClass === undefined ? {} : { operatorClass: other.operatorClass }),
            ...(other.collation === undefined ? {} : { collation: other.collation }),
          }) === keyText(key) &&
          other.descending === (key.descending ?? false) &&
          other.nullsFirst === (key.nullsFirst ?? key.descending ?? false)
        );
      })
    );
  });
}

/** An index of an engine whose indexes all end with the primary key: that is no key of its own at their end. */
function withoutCarried(draft: Draft): Draft {
  const carried = new Set(draft.table.primaryKey?.columns);
  const { keys } = draft;
  let end = keys.length;
  while (end > 1 && carried.has(keys[end - 1]?.column ?? '') && !keys[end - 1]?.descending) end--;
  return end === keys.length ? draft : { ...draft, keys: keys.slice(0, end) };
}

/** An index of an engine that has no columns beside its keys: they are its last keys. */
function withKeysOnly({ include = [], ...draft }: Draft): Draft {
  if (include.length === 0) return draft;
  return { ...draft, keys: [...draft.keys, ...include.map((column) => ({ column }))], beside: include };
}
