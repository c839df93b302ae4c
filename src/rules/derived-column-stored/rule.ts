import type { Catalog } from '../../catalog/catalog.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { defineRule } from '../rule.ts';
import { type Derivation, derivations } from './derivations.ts';

export const rule = defineRule({
  id: 'derived-column-stored',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column stores what follows from other stored facts.',
  headline: (count) => `${count} columns store what follows from other columns or rows`,
  why: 'Every write must keep both in step; the first that forgets leaves two answers to one question, and nobody knows which is right.',
  effort: 'hours',
  tradeOff: 'Computed when read, the value costs time at every read; a generated column stores it and stays right.',
  needs: ['catalog'],
  settings: {},
  *check({ catalog, lookups }) {
    for (const table of lookups.ownTables) {
      for (const derivation of derivations(table, lookups)) {
        if (isGuarded(catalog, table, derivation)) continue;
        const name = qualifiedColumn(table, derivation.column.name);
        yield {
          at: { kind: 'column', object: table, names: [derivation.column.name] },
          message: `${name} ${sentences[derivation.kind]} ${derivation.from}`,
          why: reasons[derivation.kind],
          evidence: [
            stated(
              `${name} is ${derivation.column.type.text}, not generated, and no check binds it to ${derivation.from}`,
            ),
            presumed('the names say how it is computed', strengths[derivation.kind]),
          ],
          severity: severities[derivation.kind],
          changes: [],
          questions: [question(derivation)],
        };
      }
    }
  },
});

type Kind = Derivation['kind'];

const sentences: Readonly<Record<Kind, string>> = {
  product: 'is stored beside',
  name: 'repeats',
  age: 'is out of date a year after it was written; it follows from',
  duration: 'is stored beside',
  count: 'counts',
};
const reasons: Readonly<Record<Kind, string>> = {
  product: 'An update of the quantity or the price leaves the total behind. A generated column cannot be wrong.',
  name: 'A person who changes a name must be changed in two places.',
  age: 'It is wrong from the next birthday on, without any write.',
  duration: 'A corrected start or end leaves the duration behind.',
  count:
    'Every insert and delete of a child must update the parent too: concurrent writers wait for its row, and one that forgets leaves a wrong count.',
};
const severities: Readonly<Record<Kind, Severity>> = {
  product: 'medium',
  name: 'low',
  age: 'medium',
  duration: 'low',
  count: 'low',
};
const strengths: Readonly<Record<Kind, 'weak' | 'fair' | 'strong'>> = {
  product: 'fair',
  name: 'fair',
  age: 'strong',
  duration: 'weak',
  count: 'fair',
};

/** A check over all columns of the derivation, or a trigger that mentions the column, keeps both in step. */
function isGuarded(catalog: Catalog, table: Table, { column, columns, counted }: Derivation): boolean {
  const bound = table.checks.some(
    (check) => check.columns.includes(column.name) && columns.some((one) => check.columns.includes(one)),
  );
  return (
    (columns.length > 0 && bound) ||
    [table, ...(counted ? [counted] : [])].some((one) => triggerMentions(catalog, one, column.name))
  );
}

function triggerMentions(catalog: Catalog, table: Table, column: string): boolean {
  if (table.triggers.length === 0) return false;
  const functions = new Set(
    table.triggers.flatMap((trigger) => (trigger.function ? [qualified(trigger.function)] : [])),
  );
  const mention = new RegExp(`(?<![\\w])${column.replaceAll(/[^\w]/g, '\\$&')}(?![\\w])`, 'i');
  if (table.triggers.some((trigger) => !trigger.function && mention.test(trigger.definition))) return true;
  return catalog.routines.some((routine) => functions.has(qualified(routine)) && mention.test(routine.body));
}

function question({ kind }: Derivation) {
  return kind === 'count'
    ? {
        question: 'What keeps the stored counts in step with the rows that they count?',
        changes: 'a count that is kept on purpose, by code that never forgets, is a cache and may stay',
      }
    : {
        question: 'May stored totals, names and durations differ from what they follow from?',
        changes: 'a value that may differ (rounded, corrected by hand) is a fact of its own and may stay',
      };
}
