import { displayName, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { baseTypes } from '../base-type.ts';
import { type ColumnPair, columnPairsOf } from '../foreign-key-columns.ts';
import { retypeInPlace } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { groupDigits, type Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'integer-foreign-key-to-bigint',
  category: 'keys and relations',
  dimension: 'scalability',
  severity: 'medium',
  summary: 'A foreign key column is a narrower whole number than the key that it refers to.',
  headline: (count) => `${count} foreign keys are narrower than the keys that they refer to`,
  why: 'Once the parent’s numbers pass what the column can hold, every insert of a child of a new parent fails, and the way out is a rewrite of the table while it is down.',
  effort: 'hours',
  tradeOff:
    'Changing the type rewrites the table and its indexes under a lock that shuts out writers (readers too, on some servers); for a large table a second column that is filled in batches avoids it.',
  needs: ['catalog'],
  when: (traits) => traits.integerSizes,
  settings: { smallTableRows: 1000 },
  *check({ catalog, lookups, settings, sizes, statistics, traits }) {
    const base = baseTypes(catalog);
    for (const table of lookups.ownTables) {
      for (const reference of lookups.referencesFrom(table)) {
        if (reference.key.inherited) continue;
        const narrow = columnPairsOf(reference, lookups).filter(({ from, to }) => {
          const [own, other] = [base(from.type), base(to.type)];
          return own.family === 'integer' && other.family === 'integer' && (own.bytes ?? 0) < (other.bytes ?? 0);
        });
        const [pair] = narrow;
        if (!pair) continue;
        const use = used(pair, base(pair.from.type).bytes ?? 4, sizes, statistics, settings.smallTableRows);
        const retypings = narrow.map(({ from, to }) =>
          retypeInPlace({ catalog, lookups, traits }, table, from, {
            type: to.type.text,
            default: 'kept',
            keeps: ['checks', 'indexes'],
          }),
        );
        yield {
          at: { kind: 'constraint', object: table, names: [reference.key.name] },
          message: `${narrow.map(({ from, to, target }) => `${qualifiedColumn(table, from.name)} is ${from.type.text}, ${qualifiedColumn(target, to.name)}, to which it refers, ${to.type.text}`).join('; ')}${use.text}`,
          evidence: [
            ...narrow.map(({ from, to, target }) =>
              stated(
                `${displayName(from.name)} holds ${base(from.type).bytes} bytes, ${qualified(target)}.${displayName(to.name)} ${base(to.type).bytes}`,
              ),
            ),
            ...use.evidence,
            ...retypings.flatMap((retyping) => retyping.evidence),
          ],
          severity: use.severity,
          changes: retypings.flatMap(({ changes }) => changes),
          questions:
            use.evidence.length === 0
              ? [
                  {
                    question: 'How far have the sequences of the keys come?',
                    changes: 'how soon foreign keys that are narrower than their keys will refuse rows',
                  },
                ]
              : [],
        };
      }
    }
  },
});

interface Use {
  readonly severity: Severity;
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** How much of the column's range the parent's numbers have used up: by its sequence, else at least by its rows. */
function used({ to, target }: ColumnPair, bytes: number, sizes: Sizes, statistics: Statistics, small: number): Use {
  const limit = 2 ** (8 * bytes - 1) - 1;
  const sequence = to.identity?.sequence ?? to.ownedSequence;
  const last = sequence && statistics.sequences[qualified(sequence)]?.lastValue;
  if (last !== undefined) {
    const share = Number(last) / limit;
    const text = `${qualified(target)} has given out ${groupDigits(Number(last))} of the ${groupDigits(limit)} numbers that fit (${percent(share)})`;
    return { severity: severity(share), text: `; ${text}, observed`, evidence: [observed(text)] };
  }
  const rows = sizes.rows(target);
  if (rows === undefined) return { severity: 'medium', text: '', evidence: [] };
  const fact = `${qualified(target)} has ${sizes.describe(target)}; ${groupDigits(limit)} numbers fit`;
  const declared = sizes.statistics(target)?.origin === 'declared';
  const evidence = [declared ? stated(fact) : observed(fact)];
  return { severity: rows <= small ? 'low' : severity(rows / limit), text: `; ${fact}`, evidence };
}

function severity(share: number): Severity {
  if (share >= 0.8) return 'critical';
  return share >= 0.3 ? 'high' : share >= 0.02 ? 'medium' : 'low';
}
