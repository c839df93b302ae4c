import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { type Subject, subjectId } from '../../findings/finding.ts';
import { needsQuotes } from '../quoted-names.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { type Survey, surveys } from './surveys.ts';

export const rule = defineRule({
  id: 'mixed-naming',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A name does not follow the convention that nearly all others of the schema follow.',
  headline: (count) => `${count} names do not follow the schema's own convention`,
  why: 'Where a convention holds nearly always, people and generators rely on it: each exception must be known, and is guessed wrong until then.',
  effort: 'hours',
  tradeOff: 'A new name breaks every program that uses the old one; for a table in use the exception may be cheaper.',
  needs: ['catalog'],
  settings: {
    /** The share that a way of naming must have to be the convention. */
    majority: 0.85,
    /** Fewer names make no convention. */
    leastNames: 10,
  },
  *check({ lookups, settings, traits }) {
    const schemas = new Map<string, Table[]>();
    for (const table of lookups.ownTables) {
      if (isMigrationRecord(table.name)) continue;
      const known = schemas.get(table.schema);
      if (known) known.push(table);
      else schemas.set(table.schema, [table]);
    }
    for (const tables of schemas.values()) {
      const found = new Map<string, { readonly at: Subject; readonly exceptions: Exception[] }>();
      for (const survey of surveys(tables, lookups, (name) => needsQuotes(name, traits.quote))) {
        for (const exception of exceptions(survey, settings.leastNames, settings.majority)) {
          const known = found.get(subjectId(exception.at));
          if (known) known.exceptions.push(exception);
          else found.set(subjectId(exception.at), { at: exception.at, exceptions: [exception] });
        }
      }
      for (const { at, exceptions: all } of found.values()) {
        yield {
          at,
          message: `${subjectName(at)} ${all.map((one) => one.text).join('; ')}`,
          evidence: [
            ...all.map((one) => stated(one.counts)),
            presumed('the convention was meant for this name too', 'fair'),
          ],
          changes: [],
        };
      }
    }
  },
});

interface Exception {
  readonly at: Subject;
  readonly text: string;
  readonly counts: string;
}

/** The names that do not go the way that nearly all go. */
function exceptions(survey: Survey, least: number, share: number): readonly Exception[] {
  const { names } = survey;
  if (names.length < least) return [];
  const counts = new Map<string, number>();
  for (const { way } of names) counts.set(way, (counts.get(way) ?? 0) + 1);
  const [usual, count] = [...counts].find(([, of]) => of >= share * names.length) ?? [];
  if (usual === undefined || count === names.length) return [];
  return names
    .filter((name) => name.way !== usual && survey.isException(name, usual))
    .map(({ at, way }) => ({
      at,
      text: survey.describe(way, usual, `${count} of ${names.length}`),
      counts: `${count} of ${names.length} ${survey.what} ${survey.verb(usual)}`,
    }));
}

function subjectName(at: Subject): string {
  const [column] = at.names ?? [];
  return column === undefined ? qualified(at.object) : qualifiedColumn(at.object, column);
}
