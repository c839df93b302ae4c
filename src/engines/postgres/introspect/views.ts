import { compareNames, type QualifiedName, qualified } from '../../../catalog/names.ts';
import type { View } from '../../../catalog/table.ts';
import type { Row } from '../../connection.ts';
import { columnSettings } from './columns.ts';
import { type Facts, owned } from './facts.ts';
import { readIndexes } from './indexes.ts';
import { classes } from './query.ts';
import { flag, keyBy, number, optional, optionalText, options, text } from './rows.ts';
import { readGrants, readRules, readTriggers, storedBy } from './tables.ts';
import { viewTexts } from './view-text.ts';

/** Reads views and materialised views. */
export async function readViews(facts: Facts): Promise<readonly View[]> {
  const definitions = keyBy(facts.rows.views, 'oid');
  const rows = facts.rows.relations.filter(
    (row) => 'vm'.includes(text(row, 'kind')) && facts.isOwn(classes.class, row),
  );
  const texts = await viewTexts(
    rows.map((row) => optionalText(definitions.get(text(row, 'oid')) ?? {}, 'definition') ?? ''),
    facts.version,
  );
  return rows.map((row, at) => readView(row, texts[at] ?? '', facts));
}

function readView(row: Row, definition: string, facts: Facts): View {
  const oid = text(row, 'oid');
  return {
    ...facts.named(row),
    materialized: row['kind'] === 'm',
    columns: facts.of.columns(oid).map((column) => ({
      name: text(column, 'name'),
      type: facts.types.read(text(column, 'type'), number(column, 'modifier'), text(column, 'type_text')),
      ...optional('default', facts.defaultOf(oid, number(column, 'number'))),
      ...(row['kind'] === 'm' ? columnSettings(column, facts) : {}),
      ...facts.comment(classes.class, oid, number(column, 'number')),
    })),
    definition,
    reads: relationsRead(oid, facts),
    indexes: readIndexes(oid, facts),
    triggers: readTriggers(oid, facts),
    rules: readRules(oid, facts),
    options: options(row, 'options'),
    grants: readGrants(row, facts),
    populated: flag(row, 'populated'),
    ...storedBy(row, facts),
    ...owned(row),
    ...facts.comment(classes.class, oid),
  };
}

/** What the view's own rule depends on. */
function relationsRead(oid: string, facts: Facts): readonly QualifiedName[] {
  const own = facts.of.rules(oid).filter((row) => text(row, 'name') === '_RETURN');
  const read = new Map<string, QualifiedName>();
  for (const dependency of own.flatMap((row) => facts.dependsOn(classes.rewrite, text(row, 'oid')))) {
    const name = facts.relation(dependency.relation);
    // Names of sequences and composite types are no relations to read.
    const kind = optionalText(facts.relationRow(dependency.relation) ?? {}, 'kind') ?? '';
    if (name && dependency.relation !== oid && 'rpfvm'.includes(kind)) read.set(qualified(name), name);
  }
  return [...read.values()].sort(compareNames);
}
