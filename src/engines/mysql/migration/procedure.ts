import type { Change } from '../../../catalog/change.ts';
import type { DraftStep, OtherWay, Precondition, Procedure, Situation } from '../../procedure.ts';
import { dialectOf } from '../flavour.ts';
import { type AlterClass, classText, takesWritersOff } from '../online/alter-class.ts';
import { quoteIdentifier } from '../quote.ts';
import { copyOf, type Draft, tentativeCopy } from '../read/draft.ts';
import { carryOut, draftOf } from '../render.ts';
import { type Operation, operationsOf, undoOf } from './operations.ts';
import { preconditionsOf } from './preconditions.ts';
import { copyingTools, keysPointingAt, whyNoTool } from './tools.ts';

/**
 * All changes of a plan, each statement a step of its own: the engine has no transactions for them. What cannot be done
 * beside readers and writers names the tools that can.
 */
export function procedure(_change: Change, { changes, at, traits, from, mode }: Situation): Procedure {
  // The first change takes all others along.
  if (at > 0) return { steps: [] };
  const dialect = dialectOf(traits.name.replace(/^\D+/, ''));
  const draft = draftOf(from, dialect);
  /** The schema as the steps before leave it. */
  let now: Draft = tentativeCopy(draft);
  const steps = operationsOf(changes, from, dialect).map((operation): DraftStep => {
    const { sql, title, phase, loses, needs, altered } = operation;
    const preconditions = [
      ...(altered ? preconditionsOf(altered.before, altered.after) : []),
      ...orphans(operation, draft),
    ];
    const next = copyOf(now);
    carryOut(sql, next);
    const otherWays = mode === 'zero-downtime' ? otherWaysOf(operation, now, next) : [];
    now = next;
    const why = whyOf(operation, otherWays);
    return {
      title,
      phase,
      work: { kind: 'statements', statements: [{ sql, transactional: false }] },
      undo: undoOf(operation),
      lockTimeoutMilliseconds: lockTimeout(altered?.manner.found),
      watch: watchOf(operation),
      ...(why === undefined ? {} : { why }),
      ...(preconditions.length === 0 ? {} : { preconditions }),
      ...(loses === undefined ? {} : { loses }),
      ...(needs === undefined ? {} : { needs }),
      ...(otherWays.length === 0 ? {} : { otherWays }),
    };
  });
  return { steps };
}

/**
 * Whoever waits for a metadata lock keeps all others waiting behind it: little time where that is all that can be lost.
 * Work beside writers needs the lock once more at its end, and would be thrown away.
 */
function lockTimeout(found: AlterClass | undefined): number {
  return found && found.algorithm !== 'INSTANT' && found.lock === 'NONE' ? 60_000 : 2000;
}

function whyOf({ altered, found: own, why }: Operation, otherWays: readonly OtherWay[]): string | undefined {
  const found = altered?.manner.found ?? own;
  if (!found) return altered ? 'How the server goes about it is not known: a copy is feared.' : why;
  const sentences = [`${classText(found)}.`];
  const [first] = otherWays;
  if (first && altered) sentences.push(`${first.title} does it without making writers wait: ${first.why}`);
  else if (altered && takesWritersOff(found) && whyNoTool(altered) !== undefined) {
    sentences.push(`No tool can copy the table beside its use: ${whyNoTool(altered)}.`);
  } else if (found.rebuilds && found.lock === 'NONE') {
    sentences.push('A replica does it after its source, and falls behind by as long.');
  }
  return sentences.join(' ');
}

/** The tools that copy a table beside its use, for the table as it is then: its foreign keys may be gone for a while. */
function otherWaysOf({ altered, sql, found }: Operation, draft: Draft, next: Draft): readonly OtherWay[] {
  if (altered) {
    const { manner } = altered;
    const before = draft.tables.get(altered.before.name) ?? altered.before;
    const after = next.tables.get(altered.after.name) ?? altered.after;
    if (manner.found && !takesWritersOff(manner.found)) return [];
    if (manner.found?.untold || before.engine.toLowerCase() !== 'innodb') return [];
    const { flavour } = draft.dialect;
    const pointedAtBy = keysPointingAt(before.name, draft.tables.values());
    return copyingTools(before.name, manner.actions, { flavour, before, after, pointedAtBy });
  }
  if (!found) return [];
  return [
    {
      title: 'Without checking the rows',
      why: 'The server then notes the foreign key in place, beside readers and writers, and believes that no row is against it.',
      commands: [
        `SET SESSION foreign_key_checks = 0;\n${sql}, ALGORITHM=INPLACE, LOCK=NONE;\nSET SESSION foreign_key_checks = 1;`,
      ],
      needs: ['No row is against it now, and none comes meanwhile: count before and after.'],
    },
  ];
}

/** Rows that refer to none, of foreign keys that are added. */
function orphans({ sql, title }: Operation, draft: Draft): readonly Precondition[] {
  if (!title.startsWith('Add foreign key')) return [];
  const pattern = /ADD CONSTRAINT (?:`[^`]*`|\S+) FOREIGN KEY \(([^)]*)\) REFERENCES ((?:`[^`]*`|[\w$])+) \(([^)]*)\)/g;
  const [, table = ''] = /^ALTER TABLE (`(?:[^`]|``)*`|\S+)/.exec(sql) ?? [];
  return [...sql.matchAll(pattern)].flatMap(([, own = '', target = '', referenced = '']) => {
    const [columns, others] = [own.split(', '), referenced.split(', ')];
    if (![...draft.tables.keys()].some((name) => quoteIdentifier(name) === table)) return [];
    const joined = columns.map((column, at) => `parent.${others[at]} = child.${column}`).join(' AND ');
    const filled = columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ');
    const from = `FROM ${table} AS child WHERE ${filled} AND NOT EXISTS (SELECT 1 FROM ${target} AS parent WHERE ${joined})`;
    return [
      {
        holds: `Every row of ${table} refers by ${own} to one of ${target} that is there.`,
        count: `SELECT count(*) ${from}`,
        list: `SELECT child.* ${from} LIMIT 100`,
      },
    ];
  });
}

/** Who holds the table's metadata lock, or waits for it. */
function watchOf({ altered }: Operation): NonNullable<DraftStep['watch']> {
  if (!altered) return [];
  return [
    {
      title: `Statements that wait for ${altered.before.name}, and transactions that keep it`,
      sql: `SELECT id, user, time, state, LEFT(info, 120) AS statement FROM information_schema.PROCESSLIST WHERE command <> 'Sleep' AND (state LIKE '%metadata lock%' OR info LIKE '%${altered.before.name.replaceAll("'", "''")}%') UNION ALL SELECT trx_mysql_thread_id, NULL, TIMESTAMPDIFF(SECOND, trx_started, NOW()), trx_state, LEFT(trx_query, 120) FROM information_schema.INNODB_TRX WHERE trx_started < NOW() - INTERVAL 5 SECOND`,
    },
  ];
}
