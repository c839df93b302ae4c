import type { Column, Table } from '../../catalog/table.ts';
import type { Candidate, Sources } from './candidate.ts';
import { isIdentifier, isText } from './compatible.ts';
import { isSurrogateWord, type Reading, readings, withoutNumber } from './names.ts';
import { foreignSystems, measures } from './roles.ts';
import { isGenericKey, type Named, type Naming, type Targets } from './targets.ts';

/** How telling it is that the whole stem names a table in this way. */
const whole: Readonly<Record<Naming, number>> = {
  whole: 0.9,
  'without prefix': 0.9,
  key: 0.86,
  module: 0.8,
  tail: 0.66,
  abbreviation: 0.52,
  initials: 0.52,
};

/** The same where a role stands before: `approver_user_id`. Short forms then say nothing. */
const withRole: Readonly<Record<Naming, number>> = {
  whole: 0.78,
  'without prefix': 0.78,
  key: 0.74,
  module: 0.64,
  tail: 0.46,
  abbreviation: 0,
  initials: 0,
};

const facts: Readonly<Record<Naming, string>> = {
  whole: 'is named for it',
  'without prefix': 'is named for it',
  key: 'is named like its key',
  module: 'is named for it without its prefix',
  tail: 'is named for the end of its name',
  abbreviation: 'is named for it in short',
  initials: 'is named for its initials',
};

/** The column bears the name of another table's primary key: `emp_no`, `customer_id`. */
export function* byKeyName(child: Table, column: Column, { targets }: Sources): Generator<Candidate> {
  if (isGenericKey(column.name)) return;
  const [reading] = readings(column.name);
  const owners = targets.keyed(column.name).filter(({ table, primary }) => primary && table !== child);
  if (reading === undefined || owners.length === 0) return;
  const stem = reading.stem.join('');
  const own = targets.of(child);
  const isWholeKey = own.key === column.name;
  const named = new Set(targets.named(stem).filter((one) => one.naming === 'whole' || one.naming === 'without prefix').map((one) => one.table));
  for (const { table } of owners) {
    const { core } = targets.of(table);
    const text = core.join('');
    // Its rows are parts of the table's: `person_phone.entity_id` is the person's, who in turn are entities.
    const part = text !== own.core.join('') && core.every((word, at) => own.core[at] === word);
    const close = text.endsWith(stem) || text.startsWith(stem) || stem.endsWith(text);
    let telling = named.has(table) ? 0.93 : close || targets.named(stem).some((one) => one.table === table) ? 0.86 : 0.68;
    if (named.size > 0 && !named.has(table)) {
      // The key of the table that is named so; other tables that have it as theirs share it with that one.
      if (!part || !owners.some((one) => named.has(one.table))) continue;
      telling = 0.95;
    } else if (!named.has(table) && isWholeKey && !close) continue;
    if (reading.key === undefined && !named.has(table)) telling -= 0.2;
    yield { parent: table, telling, reading, how: 'key name', fact: 'has the name of its primary key' };
  }
}

/** The column is named for a table, whole or by a part of its name, with or without a role before. */
export function* byTableName(child: Table, column: Column, reading: Reading, { targets, habits }: Sources): Generator<Candidate> {
  const own = targets.of(child);
  const ownText = own.core.join('');
  const linking = habits.linksTables(child);
  const stem = withoutNumber(reading.stem);
  const written = withoutNumber(reading.written);
  for (let at = 0; at < stem.length; at++) {
    const text = stem.slice(at).join('');
    const named = both(targets, text, written.slice(at).join(''));
    for (const one of named) {
      // The `token_id` of refresh_tokens is its own, not that of access_tokens, unless the table only links others.
      if (!isWhole(one.naming) && !linking && ownText.endsWith(text)) continue;
      // And the `client_id` of clients, when it is not the key, comes from elsewhere.
      if (one.table === child && at === 0) continue;
      yield* named1(column, reading, one, stem, at, habits.bareNames);
    }
    if (at === 0) yield* byParts(child, column, reading, text, targets);
  }
  const last = written.at(-1) ?? '';
  if (reading.joined) {
    for (const table of targets.longestEnd(last)) {
      yield { parent: table, telling: 0.7, reading, how: 'grown together', role: true, fact: 'ends in its name' };
    }
  }
  if (reading.key !== undefined && stem.length === 1) yield* byEnd(ownText, last, reading, linking, targets);
}

/** `type` of artist is an artist_type, `type_id` of flags one of flagtypes. */
function* byParts(child: Table, column: Column, reading: Reading, text: string, targets: Targets): Generator<Candidate> {
  if (!isIdentifier(column.type) && reading.key === undefined) return;
  const { core } = targets.of(child);
  for (const { table, naming } of targets.named(core.join('') + text)) {
    if (isWhole(naming)) yield { parent: table, telling: reading.key === undefined ? 0.78 : 0.84, reading, how: 'name of parts', fact: 'makes its name behind that of the table' };
  }
  // `type` of release_group is a release_group_primary_type, if nothing else is meant to be.
  const longer = targets.named(text).filter(({ table, naming }) => naming === 'tail' && core.every((word, at) => targets.of(table).core[at] === word));
  if (longer.length === 1 && longer[0]) yield { parent: longer[0].table, telling: reading.key === undefined ? 0.6 : 0.8, reading, how: 'name of parts', fact: 'makes its name behind that of the table' };
}

/** Names without separators: `legendsetid` of maplegendset. */
function* byEnd(own: string, last: string, reading: Reading, linking: boolean, targets: Targets): Generator<Candidate> {
  if (last.length < 4) return;
  const ending = targets.endingIn(last);
  // So many end like it that the name tells none of them.
  if (ending.length > 5) return;
  for (const table of ending) {
    if (own.endsWith(last) && !linking) continue;
    yield { parent: table, telling: 0.6, reading, how: 'name end', fact: 'is named for the end of its name' };
  }
  const shared = reading.joined ? targets.sharedEnd(last) : undefined;
  if (shared) yield { parent: shared, telling: 0.54, reading, how: 'name end', role: true, fact: 'ends as its name does' };
}

function* named1(column: Column, reading: Reading, { table, naming }: Named, stem: readonly string[], at: number, bareNames: boolean): Generator<Candidate> {
  const roles = stem.slice(0, at);
  if (roles.some((role) => foreignSystems.has(role))) return;
  let telling = (at === 0 ? whole : withRole)[naming];
  if (telling === 0) return;
  if (reading.key === undefined) {
    // The bare name of a table is a reference only where the value can be little else.
    if (!isWhole(naming) && naming !== 'key' && !(naming === 'module' && at === 0)) return;
    if (roles.some((role) => measures.has(role)) || (stem.length - at === 1 && column.type.family !== 'uuid' && measures.has(stem[at] ?? ''))) return;
    if (isIdentifier(column.type)) telling -= at === 0 ? 0.12 : bareNames ? 0.18 : 0.32;
    else telling -= at === 0 ? 0.25 : 0.4;
  } else if (!isSurrogateWord(reading.key)) telling -= isText(column.type) ? 0.06 : 0.02;
  yield { parent: table, telling, reading, how: naming, role: at > 0, fact: at > 0 && isWhole(naming) ? 'ends in its name' : facts[naming] };
}

function both(targets: Targets, text: string, written: string): readonly Named[] {
  const found = targets.named(text);
  return text === written ? found : [...found, ...targets.named(written).filter((one) => !found.some((other) => other.table === one.table))];
}

function isWhole(naming: Naming): boolean {
  return naming === 'whole' || naming === 'without prefix';
}
