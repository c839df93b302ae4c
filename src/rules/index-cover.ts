import type { Index, IndexKey } from '../catalog/table.ts';
import { constraintOf, type IndexOwner } from './index-owner.ts';

/**
 * Whether `by` does all that `index` does: serves every query that it serves, and enforces what it enforces. Both must
 * be valid indexes of the owner, over the same rows: predicates must be the same.
 *
 * - B-tree: the keys are the first keys of `by`, all in its order or all in the reverse, nulls included: an index can be
 *   read backwards (manual, 11.4 Indexes and ORDER BY). GiST: the first keys of `by` (11.3 Multicolumn Indexes).
 * - GIN, BRIN: any of the keys of `by`, which can use any subset of them as well (11.3); BRIN with equal page ranges.
 * - Hash: also by a B-tree that begins with the key, which finds equal values too.
 * - Other methods: the same keys, and the same options, whose meaning is not known.
 * - Operator classes, collations and expressions are the same; included columns are stored in `by`, too.
 * - A unique index: only by a unique one over just these keys, checked at once, that treats nulls at least as strictly.
 */
export function covers(owner: IndexOwner, by: Index, index: Index): boolean {
  if (by === index || !by.valid || !index.valid || by.predicate !== index.predicate) return false;
  return enforces(owner, by, index) && keysCovered(by, index) && optionsCovered(by, index) && includeCovered(by, index);
}

function enforces(owner: IndexOwner, by: Index, index: Index): boolean {
  if (constraintOf(owner, index)?.kind === 'exclusion constraint') return false;
  if (!index.unique) return true;
  if (!by.unique || by.keys.length !== index.keys.length || constraintOf(owner, by)?.state.deferrable) return false;
  return by.nullsNotDistinct || !index.nullsNotDistinct;
}

function keysCovered(by: Index, index: Index): boolean {
  if (by.method !== index.method) {
    const [first, only] = [by.keys[0], index.keys[0]];
    return index.method === 'hash' && by.method === 'btree' && !!first && !!only && sameEquality(first, only);
  }
  switch (index.method) {
    case 'btree':
      return startsWith(by, index) && (inOrder(by, index, false) || inOrder(by, index, true));
    case 'gist':
      return startsWith(by, index);
    case 'gin':
    case 'brin':
      return index.keys.every((key) => by.keys.some((other) => sameKey(key, other)));
    default:
      return by.keys.length === index.keys.length && startsWith(by, index) && inOrder(by, index, false);
  }
}

function startsWith(by: Index, index: Index): boolean {
  return index.keys.length <= by.keys.length && index.keys.every((key, at) => sameKey(key, by.keys[at]));
}

function inOrder(by: Index, index: Index, backwards: boolean): boolean {
  return index.keys.every((key, at) => {
    const other = by.keys[at];
    return (key.descending !== other?.descending) === backwards && (key.nullsFirst !== other?.nullsFirst) === backwards;
  });
}

function sameKey(a: IndexKey, b: IndexKey | undefined): boolean {
  return b !== undefined && sameValue(a, b) && a.operatorClass === b.operatorClass;
}

function sameValue(a: IndexKey, b: IndexKey): boolean {
  return (
    a.column === b.column &&
    a.expression === b.expression &&
    a.collation?.schema === b.collation?.schema &&
    a.collation?.name === b.collation?.name
  );
}

/** Default classes, and those that compare text byte by byte, agree on what is equal; of others that is not known. */
function sameEquality(a: IndexKey, b: IndexKey): boolean {
  const usual = (key: IndexKey) =>
    key.operatorClass === undefined || /^(text|bpchar)_pattern_ops$/.test(key.operatorClass);
  return sameValue(a, b) && usual(a) && usual(b);
}

function optionsCovered(by: Index, index: Index): boolean {
  switch (index.method) {
    case 'btree':
    case 'hash':
    case 'gist':
    case 'spgist':
    case 'gin':
      // Fill factors, pending lists and the like change the speed of writes, not what can be asked.
      return true;
    case 'brin':
      return (
        (index.options['pages_per_range'] ?? '128') === (by.options['pages_per_range'] ?? '128') &&
        (!isOn(index.options['autosummarize']) || isOn(by.options['autosummarize']))
      );
    default:
      return JSON.stringify(by.options) === JSON.stringify(index.options);
  }
}

function isOn(option: string | undefined): boolean {
  return option !== undefined && /^(on|true|yes|1)$/i.test(option);
}

/** Only a B-tree gives back every key as it was stored. */
function includeCovered(by: Index, index: Index): boolean {
  const stored = new Set<string | undefined>(by.include);
  if (by.method === 'btree') for (const key of by.keys) stored.add(key.column);
  return index.include.every((column) => stored.has(column));
}
