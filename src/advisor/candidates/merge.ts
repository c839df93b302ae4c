import { qualified } from '../../catalog/names.ts';
import { type Draft, draftKey, heldColumns } from './candidate.ts';

/** Columns beside the keys of a merged index, at most. */
const mostIncluded = 10;

/** Indexes that do the work of two of these: the keys of one, with what the other holds beside them. */
export function mergesOf(drafts: readonly Draft[]): readonly Draft[] {
  const merges = new Map<string, Draft>();
  const ofSameRows = new Map<string, Draft[]>();
  for (const draft of drafts) {
    if (draft.method !== undefined) continue;
    if (draft.keys.some((key) => key.column === undefined)) continue;
    const key = `${qualified(draft.table)} ${draft.predicate ?? ''}`;
    ofSameRows.set(key, [...(ofSameRows.get(key) ?? []), draft]);
  }
  for (const ofTable of ofSameRows.values()) {
    for (const first of ofTable) {
      for (const second of ofTable) {
        const merged = first === second ? undefined : merge(first, second);
        if (merged) merges.set(draftKey(merged), merged);
      }
    }
  }
  return [...merges.values()];
}

/** The first's keys lead; the second must at least begin as the first does. */
function merge(first: Draft, second: Draft): Draft | undefined {
  if (first.keys[0]?.column !== second.keys[0]?.column) return undefined;
  const held = new Set(first.keys.map((key) => key.column));
  const include = [...new Set([...heldColumns(first), ...heldColumns(second)])].filter((column) => !held.has(column));
  const same = include.length === (first.include ?? []).length;
  if (same || include.length > mostIncluded) return undefined;
  const { table, keys, predicate } = first;
  return { table, keys, include, ...(predicate === undefined ? {} : { predicate }) };
}
