import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { compareNames, displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { listed } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { replaceForeignKey } from '../foreign-key-change.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { keyText } from '../foreign-key-text.ts';
import { neverNull } from '../nullability.ts';
import { isAboutPeople, personalColumns } from '../personal-names.ts';
import { keepsCopies } from '../record-tables.ts';
import { type Draft, defineRule } from '../rule.ts';
import { sizeEvidence } from '../size-evidence.ts';
import { groupDigits, type Sizes } from '../sizes.ts';
import { softDelete } from '../soft-delete.ts';
import { type Role, rolesOf } from './role.ts';

export const rule = defineRule({
  id: 'foreign-key-without-delete-rule',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'low',
  summary: 'What a delete of the parent does was never decided, where it is due.',
  headline: (count) => `in ${count} places it was never decided what a delete of the parent does`,
  why: 'With NO ACTION the delete fails while rows refer to it: each program that deletes must know every such table and empty it first.',
  effort: 'hours',
  tradeOff: 'CASCADE deletes without asking; the new foreign key checks all present rows.',
  needs: ['catalog'],
  settings: {
    /** So many foreign keys to a table of people without a rule are worth a word. */
    peopleReferences: 2,
    /** So many tables without a rule, where next to no foreign key of the schema has one, are a habit: said once. */
    habitTables: 10,
    habitShare: 0.05,
  },
  *check({ lookups, settings, sizes, traits }) {
    const deletable = new Map<Table | undefined, boolean>();
    const open = (reference: Reference) => {
      if (!isOpen(reference)) return false;
      const known = deletable.get(reference.to) ?? mayBeDeleted(reference.to, sizes, traits);
      deletable.set(reference.to, known);
      return known;
    };
    const said = new Set<Reference>();
    const bySchema = new Map<string, Due[]>();
    for (const table of lookups.ownTables) {
      const references = lookups.referencesFrom(table).filter((reference) => !reference.key.inherited);
      const candidates = references.filter(open);
      if (candidates.length === 0) continue;
      const roleOf = rolesOf(table, lookups);
      const due = candidates.filter(({ key }) => roleOf(key) !== undefined);
      const [first] = due;
      const role = first && roleOf(first.key);
      // Who wrote a rule for one foreign key of a pair has thought of the other.
      const decided = role === 'pair' && references.some(({ key }) => key.onDelete !== 'no action');
      if (!role || decided) continue;
      for (const reference of due) said.add(reference);
      const list = bySchema.get(table.schema);
      if (list) list.push({ table, references: due, role });
      else bySchema.set(table.schema, [{ table, references: due, role }]);
    }
    for (const [schema, due] of bySchema) {
      const keys = lookups.ownTables.flatMap((table) => (table.schema === schema ? table.foreignKeys : []));
      const decided = keys.filter((key) => key.onDelete !== 'no action').length;
      if (due.length >= settings.habitTables && decided <= keys.length * settings.habitShare)
        yield habitDraft(
          schema,
          due.map(({ table }) => table),
          keys.length,
          decided,
        );
      else for (const one of due) yield childDraft(one, { lookups, sizes, traits });
    }
    for (const people of lookups.ownTables) {
      if (!isAboutPeople(people.name) || keepsCopies(people.name) || personalColumns(people).length === 0) continue;
      const left = lookups
        .referencesTo(people)
        .filter(
          (one) =>
            one.from.kind === 'table' && !one.key.inherited && one.from !== people && !said.has(one) && open(one),
        );
      if (left.length >= settings.peopleReferences) yield peopleDraft(people, left, lookups, sizes);
    }
  },
});

function isOpen({ from, key, to }: Reference): boolean {
  return key.onDelete === 'no action' && key.enforced && !key.period && !from.partitionOf && to?.kind === 'table';
}

/** Not where rows are only marked as deleted, nor where the counters of a used table show that none ever was. */
function mayBeDeleted(parent: Table | undefined, sizes: Sizes, traits: Traits): boolean {
  if (!parent || softDelete(parent, traits)) return false;
  const { inserted = 0, updated = 0, deleted } = sizes.statistics(parent) ?? {};
  return !(deleted === 0 && inserted + updated >= 1000);
}

/** A table with the foreign keys for which a decision is due. */
interface Due {
  readonly table: Table;
  readonly references: readonly Reference[];
  readonly role: Role;
}

function childDraft(
  { table, references, role }: Due,
  { lookups, sizes, traits }: { readonly lookups: Lookups; readonly sizes: Sizes; readonly traits: Traits },
): Draft {
  const parents = [...new Set(references.map(({ key }) => qualified(key.references)))];
  const name = qualified(table);
  const unindexed = references.filter(({ key }) => !table.indexes.some((index) => servesForeignKey(index, key)));
  const noIndex =
    unindexed.length === 0
      ? ''
      : `; no index begins with ${listed(unindexed.map(({ key }) => `(${key.columns.map(displayName).join(', ')})`))}, which each delete of the parent looks for`;
  const each = references.length === 1 ? perParent(table, references[0], sizes) : '';
  return {
    at: { kind: 'constraint', object: table, names: references.map(({ key }) => key.name) },
    message:
      (role === 'pair'
        ? `${name} only joins rows, and its pairs keep a row of ${listed(parents)} from being deleted (NO ACTION)`
        : `rows of ${name} are parts of ${listed(parents)}, and keep it from being deleted (NO ACTION)`) +
      each +
      noIndex,
    why: `CASCADE would delete ${role === 'pair' ? 'the pairs' : 'the parts'} along, which say nothing without ${role === 'pair' ? 'both sides' : 'the whole'}; RESTRICT would say that the refusal is meant; SET NULL cannot be, the columns are NOT NULL.`,
    evidence: [
      ...references.map(({ key }) =>
        stated(`foreign key ${displayName(key.name)} ${keyText(key)} has no ON DELETE rule`),
      ),
      presumed(
        role === 'pair'
          ? 'a pair is not worth more than its sides'
          : `the name ${table.name} says that its rows are parts`,
        role === 'pair' ? 'strong' : 'fair',
      ),
      ...references.flatMap(({ to }) => deletes(to, sizes)),
      ...sizeEvidence(sizes, table),
    ],
    changes: references.every(({ key }) => key.validated)
      ? references.flatMap(({ key }) =>
          replaceForeignKey(
            table,
            key,
            lookups.freeConstraintName(table, key.columns, 'fkey', traits.identifierBytes),
            { onDelete: 'cascade' },
          ),
        )
      : [],
  };
}

/** A schema whose applications delete by themselves: a matter to decide once, not table by table. */
function habitDraft(schema: string, owners: readonly Table[], keys: number, decided: number): Draft {
  const tables = [...owners].sort(compareNames);
  const names = tables.map((table) => displayName(table.name));
  return {
    at: { kind: 'schema', object: { schema, name: schema } },
    message: `${decided === 0 ? 'none' : `only ${decided}`} of the ${groupDigits(keys)} foreign keys of schema ${displayName(schema)} ${decided <= 1 ? 'has' : 'have'} an ON DELETE rule; in ${tables.length} tables of pairs and parts a cascade would do what each program must do now: ${listed(names, 5)}`,
    why: 'Where one program alone deletes, and knows all tables, that may be meant; a script, a second program or a repair by hand meets the refusal, or leaves what it forgot.',
    evidence: [
      stated(`${keys - decided} of ${keys} foreign keys have no ON DELETE rule`),
      presumed('whoever deletes here has to empty the tables of pairs and parts first', 'weak'),
    ],
    changes: [],
    weighs: tables,
    questions: [
      {
        question: 'Does anything but the application delete rows?',
        changes: 'whether foreign keys of pairs and parts should cascade',
      },
    ],
  };
}

/** How many rows would go with one, spread evenly. */
function perParent(table: Table, reference: Reference | undefined, sizes: Sizes): string {
  const [own, parent] = [sizes.rows(table), reference && sizes.rows(reference.key.references)];
  return own === undefined || !parent || own < parent ? '' : `; about ${groupDigits(own / parent)} rows to one`;
}

function deletes(parent: Table | undefined, sizes: Sizes): readonly Evidence[] {
  const deleted = parent && sizes.statistics(parent)?.deleted;
  return deleted
    ? [observed(`${groupDigits(deleted)} rows of ${qualified(parent)} were deleted since the counters were reset`)]
    : [];
}

function peopleDraft(people: Table, references: readonly Reference[], lookups: Lookups, sizes: Sizes): Draft {
  const text = ({ from, key }: Reference) => qualifiedColumn(from, key.columns.join(', '));
  const sorted = [...references].sort((a, b) => (text(a) < text(b) ? -1 : 1));
  const optional = sorted.filter(({ from, key }) => key.columns.some((name) => !neverNull(lookups.column(from, name))));
  const needed = sorted.filter((reference) => !optional.includes(reference));
  const choices = [
    optional.length === 0 ? [] : `SET NULL would keep the rows of ${listed(optional.map(text), 4)} without the person`,
    needed.length === 0
      ? []
      : `${listed(needed.map(text), 4)} must be set: CASCADE would delete these rows, RESTRICT says that they outlive the wish to be forgotten`,
  ].flat();
  return {
    at: { kind: 'table', object: people },
    message: `a row of ${qualified(people)} cannot be deleted while any of ${references.length} foreign keys without a rule refers to it: ${choices.join('; ')}`,
    why: 'People ask to be deleted. Without a rule for each reference, the deletion is a program that must know them all, and breaks with the next table.',
    evidence: [
      stated(
        `${references.length} foreign keys to ${qualified(people)} have no ON DELETE rule, ${optional.length} of them nullable`,
      ),
      presumed('people are deleted, not only locked', 'weak'),
      ...deletes(people, sizes),
      ...sizeEvidence(sizes, people),
    ],
    changes: [],
    questions: [
      {
        question: 'Are rows of people ever deleted, and what must stay of theirs?',
        changes: 'which ON DELETE rules the references to them need',
      },
    ],
  };
}
