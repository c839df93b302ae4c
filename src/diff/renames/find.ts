import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { objectKey } from '../../catalog/object.ts';
import { type Item, itemsOf } from '../items.ts';
import { attributeRenames } from './attributes.ts';
import { columnRenames } from './columns.ts';
import { partRenames } from './parts.ts';
import type { Gone } from './rename.ts';
import { sequenceRenames } from './sequences.ts';
import { tableRenames } from './tables.ts';
import { typeRenames } from './types.ts';
import { enumValueRenames } from './values.ts';

/** A rename that is taken for one, and why. */
export interface Renamed {
  readonly change: Change;
  /** The keys before and after. */
  readonly from: string;
  readonly to: string;
  readonly reasons: readonly string[];
  /** The name that was told of, where this is half the way: another schema first. */
  readonly left?: string;
}

export interface FoundRenames {
  /** To be carried out before anything else is compared; then there may be more to be found. */
  readonly certain: readonly Renamed[];
  /** What may be a rename, and would be dropped with what it holds if nobody says so. */
  readonly questions: readonly Gone[];
}

/** What a person said of a gone object, by key: its new name, or nothing when it is gone indeed. */
export type Answers = ReadonlyMap<string, string | undefined>;

/**
 * Looks for objects that live on under another name: tables first, then what belongs to tables that both sides have.
 * Parts of a table are looked at once its columns are settled. An answer counts for more than any guess.
 */
export function findRenames(from: Catalog, to: Catalog, answers: Answers): FoundRenames {
  const data = [
    ...tableRenames(from, to),
    ...columnRenames(from, to),
    ...enumValueRenames(from, to),
    ...attributeRenames(from, to),
    ...typeRenames(from, to),
    ...sequenceRenames(from, to),
  ];
  const certain: Renamed[] = [];
  const questions: Gone[] = [];
  for (const gone of data) {
    const told = answers.has(gone.key);
    const answer = answers.get(gone.key);
    const chosen = told
      ? gone.candidates.find((one) => answer !== undefined && isNamed(one, answer))
      : gone.certain
        ? gone.candidates[0]
        : undefined;
    if (chosen && !chosen.twofold) {
      const reasons = told ? ['as was said'] : chosen.reasons;
      certain.push({ change: chosen.change, from: gone.key, to: chosen.key, reasons });
    } else if (!told) questions.push(gone);
  }
  for (const [key, name] of answers) {
    if (
      name === undefined ||
      data.some((gone) => gone.key === key && gone.candidates.some((one) => !one.twofold && isNamed(one, name)))
    )
      continue;
    const direct = renameOf(key, name, from, to);
    if (direct) certain.push(direct);
  }
  // A table whose columns are renamed first shows its keys and indexes as they are.
  if (certain.length > 0) return { certain, questions };
  const parts = partRenames(from, to).filter((gone) => !answers.has(gone.key));
  return {
    certain: parts.flatMap(({ key, candidates: [first] }) =>
      first ? [{ change: first.change, from: key, to: first.key, reasons: first.reasons }] : [],
    ),
    questions,
  };
}

/** Whether a new name means this object: the bare name, or with what it stands in, as the key writes it. */
function isNamed({ name, key }: { readonly name: string; readonly key: string }, told: string): boolean {
  return told === name || told === key || key.endsWith(` ${told}`) || (told.includes('.') && key.endsWith(`.${told}`));
}

/** The rename that a person told of, where the old name is there and the new one is not yet. */
function renameOf(key: string, told: string, from: Catalog, to: Catalog): Renamed | undefined {
  const item = itemsOf(from).get(key);
  if (!item || itemsOf(to).has(key)) return undefined;
  const named = (name: string) => ({ name, key: objectKey({ ...item.reference, name }) });
  const after = itemsOf(to);
  const moved = moveOf(item, told, from, after);
  if (moved) return moved;
  const name = [told, told.slice(told.lastIndexOf('.') + 1)].find(
    (one) => after.has(named(one).key) && isNamed(named(one), told),
  );
  if (name === undefined) return undefined;
  const renamed = named(name).key;
  if (itemsOf(from).has(renamed)) return undefined;
  return {
    change: { kind: 'rename', object: item.reference, to: name },
    from: key,
    to: renamed,
    reasons: ['as was said'],
  };
}

/** The move to another schema that a person told of. */
function moveOf(
  { key, reference }: Item,
  told: string,
  from: Catalog,
  after: ReadonlyMap<string, Item>,
): Renamed | undefined {
  if (reference.of || reference.schema === undefined) return undefined;
  const target = [...after.values()].find(
    (one) =>
      one.reference.kind === reference.kind &&
      !one.reference.of &&
      (one.key === told || one.key === `${reference.kind} ${told}`),
  );
  const schema = target?.reference.schema;
  if (!target || schema === undefined || schema === reference.schema) return undefined;
  const before = itemsOf(from);
  const to = objectKey({ ...reference, schema });
  if (before.has(target.key)) return undefined;
  if (before.has(to)) {
    // Where another has its name in that schema, it gets its new name first.
    const { name } = target.reference;
    const renamed = objectKey({ ...reference, name });
    if (before.has(renamed)) return undefined;
    return {
      change: { kind: 'rename', object: reference, to: name },
      from: key,
      to: renamed,
      reasons: ['as was said'],
      left: target.key,
    };
  }
  return {
    change: { kind: 'set schema', object: reference, schema },
    from: key,
    to,
    reasons: ['as was said'],
    ...(target.reference.name === reference.name ? {} : { left: target.reference.name }),
  };
}

/** Why an object cannot get a name that was told of: a part of a sentence. */
export function whyNotRenamed(
  key: string,
  told: string,
  from: Catalog,
  [before, after]: readonly [string, string],
): string {
  const item = itemsOf(from).get(key);
  const taken =
    item &&
    [...itemsOf(from).values()].find((one) => {
      const name = objectKey({ ...item.reference, name: one.reference.name });
      return one.key === name && isNamed({ name: one.reference.name, key: name }, told);
    });
  if (taken) return `${before} has ${taken.key} already`;
  return `there is no such new object in ${after}`;
}
