import type { Catalog } from '../../../catalog/catalog.ts';
import type { Connection } from '../../../engines/connection.ts';
import type { SaferStatement } from '../../../engines/migration-reading.ts';
import { RelvarError } from '../../../findings/error.ts';
import { OutOfTime } from '../../../lab/apart.ts';
import type { ScriptedGroup, ScriptRehearsal } from '../../../lab/rehearse-script.ts';
import type { CheckInput, Draft } from './check.ts';

/** Statements that one transaction holds, or one that runs by itself. */
interface Group {
  readonly by?: unknown;
  readonly drafts: readonly Draft[];
}

export interface ScriptRun {
  /** By group and statement. */
  readonly rehearsals: readonly (readonly ScriptRehearsal[])[];
  readonly after: Catalog;
  /** Why statements were left out: they did not come to an end. */
  readonly endless: ReadonlyMap<Draft, string>;
}

/**
 * Runs the statements in the lab, with their safer forms. Where one may take long, that is a copy with a time limit: what
 * does not end is left out, and the rest runs again in a new copy.
 */
export async function runScript(
  input: CheckInput,
  groups: readonly Group[],
  formOf: (draft: Draft) => readonly SaferStatement[] | undefined,
): Promise<ScriptRun> {
  const { apart, lab } = input;
  const endless = new Map<Draft, string>();
  const drafts = groups.flatMap((group) => group.drafts);
  const { routines, tables, views } = input.catalog;
  const hasTriggers = [...tables, ...views].some(({ triggers }) => triggers.length > 0);
  const hasCode = routines.length > 0 || hasTriggers || drafts.some(({ sql }) => makesRoutine.test(sql));
  const isLong = drafts.some(({ sql }) => mayTakeLong.test(sql) || (hasCode && mayRunCode.test(sql)));
  const copies = apart && isLong ? await apart.open(lab, apart.limit) : undefined;
  if (!apart || !copies) return { ...(await runOn(lab, input, groups, formOf, endless)), endless };
  const untried = new Set<Draft>();
  for (;;) {
    const copy = await copies();
    try {
      const form = (draft: Draft) => (untried.has(draft) || endless.has(draft) ? undefined : formOf(draft));
      return { ...(await runOn(copy, input, groups, form, endless)), endless };
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const found = drafts.find((draft) => !endless.has(draft) && error.statements.some((one) => says(one, draft.sql)));
      const tried = drafts.find(
        (draft) =>
          !untried.has(draft) &&
          (formOf(draft) ?? [])
            .flatMap((one) => one.tries ?? [one])
            .some(({ sql }) => error.statements.some((one) => says(one, sql))),
      );
      if (found) endless.set(found, `it did not end within ${apart.limit / 1000} s (--time-limit gives it longer)`);
      else if (tried) untried.add(tried);
      else {
        throw new RelvarError('out-of-time', `the lab did not answer within ${apart.limit / 1000} s`, {
          hint: '--time-limit gives it longer',
          cause: error,
        });
      }
    } finally {
      await copy.close();
    }
  }
}

/** What reads rows that it may make itself, or runs code. */
const mayTakeLong = /\b(?:select|generate_series|recursive|do|call|perform|execute|pg_sleep)\b/i;

const makesRoutine = /\bcreate\s+(?:or\s+replace\s+)?(?:function|procedure)\b/i;

/** What calls functions and fires triggers of the schema, by itself or by defaults and checks. */
const mayRunCode = /\b(?:insert|update|delete|merge|truncate|refresh|default|check|using|index)\b/i;

const says = (one: string, sql: string): boolean => spaced(one).includes(spaced(sql));

/** A temporary table is not dropped at the end of the transaction in which it is watched. */
function spaced(sql: string): string {
  return sql
    .replace(/\bON\s+COMMIT\s+DROP\b/i, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

async function runOn(
  lab: Connection,
  { engine, watching, progress }: CheckInput,
  groups: readonly Group[],
  formOf: (draft: Draft) => readonly SaferStatement[] | undefined,
  endless: ReadonlyMap<Draft, string>,
): Promise<Omit<ScriptRun, 'endless'>> {
  const isRun = (draft: Draft) => draft.limit === undefined && !endless.has(draft);
  const scripted = groups.map(
    ({ by, drafts }): ScriptedGroup => ({
      transaction: by !== undefined,
      statements: drafts.map((draft) => {
        const form = formOf(draft);
        return {
          sql: isRun(draft) ? draft.sql : 'SELECT',
          transactional: draft.read.transactional,
          actions: isRun(draft) ? draft.read.actions : [],
          alternatives: form ? [form.flatMap((one) => one.tries ?? [one])] : [],
        };
      }),
    }),
  );
  const rehearsals = await watching.run(lab, scripted);
  progress('reading the catalog');
  return { rehearsals, after: await engine.introspect(lab) };
}
