import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate, Sources } from './candidate.ts';
import { isIdentifier, isText } from './compatible.ts';
import { isSurrogateWord, type Reading, withoutNumber } from './names.ts';
import { foreignSystems, measures } from './roles.ts';
import { isWhole, type Named, type Naming, type Targets } from './targets.ts';

/** How telling it is that a name calls a table so, by itself and with a role before: `approver_user_id`. */
const telling: Readonly<Record<Naming, { readonly alone: number; readonly role: number; readonly fact: string }>> = {
  whole: { alone: 0.9, role: 0.78, fact: 'is named for the parent' },
  'without prefix': { alone: 0.9, role: 0.78, fact: 'is named for the parent' },
  key: { alone: 0.86, role: 0.74, fact: "is named like the parent's key" },
  module: { alone: 0.8, role: 0.64, fact: 'is named for the parent without its prefix' },
  tail: { alone: 0.66, role: 0.46, fact: "is named for the end of the parent's name" },
  'short words': { alone: 0.68, role: 0.5, fact: 'is named for the parent in short' },
  abbreviation: { alone: 0.52, role: 0, fact: 'is named for the parent in short' },
  initials: { alone: 0.52, role: 0, fact: "is named for the parent's initials" },
};

/** The column is named for a table, whole or by a part of its name, with or without a role before. */
export function* byTableName(child: Table, column: Column, reading: Reading, sources: Sources): Generator<Candidate> {
  const { targets, habits } = sources;
  const own = targets.of(child);
  const ownText = own.core.join('');
  const linking = habits.linksTables(child);
  const stem = withoutNumber(reading.stem);
  const written = withoutNumber(reading.written);
  for (let at = 0; at < stem.length; at++) {
    const text = stem.slice(at).join('');
    // The `username` of users is the users' own.
    if (reading.key === undefined && isText(column.type) && text.startsWith(ownText)) continue;
    for (const one of [...both(targets, text, written.slice(at).join('')), ...targets.shortened(stem.slice(at))]) {
      // The `token_id` of refresh_tokens is its own, not that of access_tokens, unless the table only links others.
      if (!isWhole(one.naming) && !linking && ownText.endsWith(text)) continue;
      // The `client_id` of clients that is not their key comes from elsewhere; two keys of one name own each other not.
      if ((one.table === child && at === 0) || (one.naming === 'key' && own.key === column.name)) continue;
      const found = named(column, reading, one, stem, at, habits.bareNames);
      if (found) yield found;
    }
  }
  const whole = stem.join('');
  if (targets.wholly(whole).length === 0) yield* byParts(child, column, reading, whole, targets);
  if (reading.joined) {
    for (const parent of targets.longestEnd(written.at(-1) ?? '')) {
      yield { parent, telling: 0.7, reading, how: 'grown together', role: true, fact: "ends in the parent's name" };
    }
  }
  if (reading.key !== undefined && stem.length === 1 && (linking || !ownText.endsWith(written[0] ?? ''))) {
    yield* byEnd(written[0] ?? '', reading, targets);
  }
}

function named(
  column: Column,
  reading: Reading,
  { table, naming }: Named,
  stem: readonly string[],
  at: number,
  bareNames: boolean,
): Candidate | undefined {
  const roles = stem.slice(0, at);
  if (roles.some((role) => foreignSystems.has(role))) return undefined;
  const sure = at === 0 ? telling[naming].alone : telling[naming].role;
  const less =
    reading.key === undefined ? bareDoubt(column, naming, stem, at, bareNames) : keyDoubt(column, reading.key);
  if (sure === 0 || less === undefined) return undefined;
  const fact = at > 0 && isWhole(naming) ? "ends in the parent's name" : telling[naming].fact;
  return { parent: table, telling: sure - less, reading, how: naming, role: at > 0, fact };
}

function keyDoubt(column: Column, key: string): number {
  return isSurrogateWord(key) ? 0 : isText(column.type) ? 0.06 : 0.02;
}

/** The bare name of a table (`artist`) is a reference only where the value can be little else; nothing when it cannot be one. */
function bareDoubt(
  column: Column,
  naming: Naming,
  stem: readonly string[],
  at: number,
  bareNames: boolean,
): number | undefined {
  const identifier = isIdentifier(column.type);
  if (!isWhole(naming) && naming !== 'key' && !(naming === 'module' && at === 0 && identifier)) return undefined;
  const isMeasured = stem.length - at === 1 && column.type.family !== 'uuid' && measures.has(stem[at] ?? '');
  if (isMeasured || stem.slice(0, at).some((role) => measures.has(role))) return undefined;
  if (!identifier) return at === 0 ? 0.25 : 0.4;
  if (bareNames) return at === 0 ? 0.12 : 0.18;
  return at === 0 ? 0.18 : 0.32;
}

/** `type` of artist is an artist_type, `type_id` of flags one of flagtypes. */
function* byParts(
  child: Table,
  column: Column,
  reading: Reading,
  text: string,
  targets: Targets,
): Generator<Candidate> {
  const bare = reading.key === undefined;
  if (bare && (!isIdentifier(column.type) || (reading.stem.length === 1 && measures.has(text)))) return;
  const { core } = targets.of(child);
  const ownText = core.join('');
  const found = { reading, how: 'name of parts', fact: "makes the parent's name behind that of this table" } as const;
  for (const parent of targets.wholly(ownText + text)) {
    // One more aspect of the child's own rows refers to them, not they to it.
    if (targets.of(parent).keyStem !== ownText) yield { ...found, parent, telling: bare ? 0.78 : 0.84 };
  }
  // `type` of release_group is a release_group_primary_type, if it is the only one.
  const longer = targets
    .named(text)
    .filter(({ table, naming }) => naming === 'tail' && core.every((word, at) => targets.of(table).core[at] === word));
  const [only, other] = longer;
  if (only && !other) yield { ...found, parent: only.table, telling: bare ? 0.6 : 0.8 };
}

/** Names without separators: `legendsetid` of maplegendset. */
function* byEnd(text: string, reading: Reading, targets: Targets): Generator<Candidate> {
  if (text.length < 4) return;
  const ending = targets.endingIn(text);
  // Where many end like it the name tells none of them.
  if (ending.length <= 8) {
    for (const parent of ending) {
      yield { parent, telling: 0.6, reading, how: 'name end', fact: "is named for the end of the parent's name" };
    }
  }
  const shared = reading.joined ? targets.sharedEnd(text) : undefined;
  if (shared) {
    yield {
      parent: shared,
      telling: 0.54,
      reading,
      how: 'name end',
      role: true,
      fact: "ends as the parent's name does",
    };
  }
}

/** What a text names in the schema's spelling or as it is written. */
function both(targets: Targets, text: string, written: string): readonly Named[] {
  const found = targets.named(text);
  if (text === written) return found;
  return [...found, ...targets.named(written).filter((one) => !found.some((other) => other.table === one.table))];
}
