import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Evidence } from '../../findings/evidence.ts';
import type { CheckContext, CheckedStatement, TableWork } from '../checked.ts';
import { defineHazard, tableSubject } from '../hazard.ts';
import {
  blockingLocks,
  effectsEvidence,
  heavyWork,
  isHeavy,
  severityByRows,
  tableText,
  unbatchedWrites,
} from '../weigh.ts';

export const hazard = defineHazard({
  id: 'writers-wait',
  dimension: 'performance',
  severity: 'high',
  summary: 'All writers of the database wait while whole tables are worked through.',
  headline: (count) => `${count} transactions keep all writers waiting`,
  why: 'One transaction writes at a time, to whatever table: from its first write to its end every other writer waits, and fails with "database is locked" when its busy_timeout is over.',
  advice:
    'Run it when nobody writes, or with a busy_timeout of the writers above its time. Change rows some thousand at a time, each piece in a transaction of its own; keep what needs no rows apart from what does.',
  effort: 'hours',
  tradeOff: 'In pieces it takes longer, and the application meets rows of both kinds meanwhile.',
  when: ({ oneWriter }) => oneWriter,
  example: {
    engine: 'sqlite',
    schema: 'create table orders (id integer primary key, customer_id integer);',
    migration: 'create index orders_customer_id on orders (customer_id);',
  },
  *check(context) {
    for (const statements of groups(context)) {
      const heavy = statements.filter((one) => isHeavyWriter(one, context));
      const [first] = heavy;
      if (!first) continue;
      const works = heavy.map((one) => workOf(one, context));
      const work: TableWork = {
        rewritten: works.flatMap((one) => one.rewritten),
        scanned: works.flatMap((one) => one.scanned),
        indexed: works.flatMap((one) => one.indexed),
        changed: works.flatMap((one) => one.changed),
      };
      const tables = [
        ...new Map(
          Object.values(work)
            .flat()
            .map((table: QualifiedName) => [qualified(table), table]),
        ).values(),
      ].sort((a, b) => (context.rows(b) ?? 0) - (context.rows(a) ?? 0));
      const [largest] = tables;
      if (!largest) continue;
      const seconds = context.workSeconds(work);
      yield {
        statement: first,
        at: tableSubject(largest),
        message: `every writer of the database waits while ${partsOf(work, context).join(', ')}${seconds === undefined ? '' : `: ${timeOf(seconds)}`}`,
        evidence: [...heavy.flatMap((one) => effectsEvidence(one, context)), ...timed(seconds)],
        severity: severityByRows(tables, context),
        weighs: tables,
        ...(heavy.length === 1 && first.safer && !first.error ? { saferForm: true as const } : {}),
      };
    }
  },
});

/** The statements of each transaction, and those that are one by themselves. */
function groups({ statements }: CheckContext): readonly (readonly CheckedStatement[])[] {
  const all = new Map<string, CheckedStatement[]>();
  for (const [at, statement] of statements.entries()) {
    const key = statement.transaction ? `in ${statement.transaction.number}` : `at ${at}`;
    const group = all.get(key) ?? [];
    all.set(key, group);
    group.push(statement);
  }
  return [...all.values()];
}

/** Reading alone keeps nobody waiting, unless its rows are written elsewhere. */
function isHeavyWriter(statement: CheckedStatement, context: CheckContext): boolean {
  if (statement.error) return false;
  const work = heavyWork(statement, context);
  if (unbatchedWrites(statement, context).length > 0 || work.rewritten.length > 0) return true;
  const copies = statement.actions.some(({ kind }) => kind === 'insert' || kind === 'create table');
  return isHeavy(work) && (copies || blockingLocks(statement, context).length > 0);
}

function workOf(statement: CheckedStatement, context: CheckContext): TableWork {
  const { rewritten, scanned, built } = heavyWork(statement, context);
  return {
    rewritten,
    scanned,
    indexed: built.map(({ table }) => table),
    changed: unbatchedWrites(statement, context).map(({ table }) => context.resolve(table)),
  };
}

/** What is done to each table, by the heaviest of it. */
function partsOf({ rewritten, changed, indexed, scanned }: TableWork, context: CheckContext): readonly string[] {
  const parts = new Map<string, string>();
  const add = (tables: readonly QualifiedName[], verb: string): void => {
    for (const table of tables) {
      const name = qualified(table);
      if (!parts.has(name)) parts.set(name, `${tableText(table, context)} is ${verb}`);
    }
  };
  add(rewritten, 'written anew');
  add(changed, 'changed row by row');
  add(indexed, 'read and indexed');
  add(scanned, 'read from end to end');
  return [...parts.values()];
}

/** A guess is right to a factor of three. */
function timeOf(seconds: number): string {
  return `about ${timeText(seconds)} (predicted; ${timeText(seconds / 3)} to ${timeText(seconds * 3)})`;
}

function timed(seconds: number | undefined): readonly Evidence[] {
  return seconds === undefined
    ? []
    : [{ kind: 'presumed', text: `the time is reckoned from the sizes and the rates of docs/migrations.md` }];
}

function timeText(seconds: number): string {
  if (seconds < 1) return `${Number((seconds * 1000).toPrecision(2))} ms`;
  return seconds < 120 ? `${Number(seconds.toPrecision(2))} s` : `${Math.round(seconds / 60)} min`;
}
