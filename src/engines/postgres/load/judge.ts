import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection, EngineError } from '../../connection.ts';
import type { ScriptStatement } from '../../script.ts';
import { attempt } from './attempt.ts';
import { extensionNamed, extensionSchema } from './create-extension.ts';
import { detachForeignKeys } from './detach.ts';
import { headOf, quoteName } from './head.ts';
import { mayWorkLater, missingIn } from './missing.ts';
import { nameModifiers } from './modifiers.ts';
import { knownExtension } from './names.ts';
import type { LoadStep } from './plan.ts';
import { withoutOptions, withoutTablespace } from './rewrite.ts';
import type { Verdict } from './runner.ts';
import { modifiedTypeStub } from './stub-sql.ts';
import type { Stubs } from './stubs.ts';
import { substituteFor } from './substitutes.ts';

/** A statement of the script that was refused. */
export interface Failure {
  readonly step: LoadStep;
  readonly statement: ScriptStatement;
  readonly error: EngineError;
  /** The search path that it was run with. */
  readonly path: string;
}

/**
 * How far the load is: the script for the first time; once more what may find now what it lacked; the same with
 * guesses about extensions; at last, tables whose foreign keys go round in a circle.
 */
export type Stage = 'first' | 'later' | 'guess' | 'circle';

/** Decides what becomes of statements that the engine refuses. */
export interface Judge {
  judge(step: LoadStep, error: EngineError): Promise<Verdict<LoadStep>>;
  /** Goes on to a stage, with the names of what has yet to be made. */
  stage(stage: Stage, yetToBeMade: ReadonlySet<string>): void;
  /** Hands over the statements that are to be tried again. */
  take(): readonly Failure[];
  /** Statements that are given up. */
  readonly failures: readonly Failure[];
  readonly notes: readonly { readonly index: number; readonly diagnostic: Diagnostic }[];
  readonly roles: readonly string[];
  /** Statements that remove what is not there. */
  readonly needless: readonly LoadStep[];
  /** Tables that were made before their foreign keys, because those go round in a circle. */
  readonly circles: readonly LoadStep[];
}

/** Times that one statement is mended before it is given up. */
const patience = 40;

export function newJudge(connection: Connection, stubs: Stubs): Judge {
  let stage: Stage = 'first';
  let expected: ReadonlySet<string> = new Set();
  let open: Failure[] = [];
  const failures: Failure[] = [];
  const notes: { index: number; diagnostic: Diagnostic }[] = [];
  const roles: string[] = [];
  const needless: LoadStep[] = [];
  const circles: LoadStep[] = [];
  const counts = new Map<number, number>();

  const goOn = { kind: 'go on' } as const;
  const again = (step: LoadStep, sql = step.sql): Verdict<LoadStep> => ({ kind: 'again', step: { ...step, sql } });

  function note(step: LoadStep, statement: ScriptStatement, code: string, message: string): void {
    notes.push({
      index: step.index,
      diagnostic: { severity: 'note', code, message, file: statement.file, line: statement.line },
    });
  }

  async function judge(step: LoadStep, error: EngineError): Promise<Verdict<LoadStep>> {
    const { statement } = step;
    if (!statement) return goOn;
    const count = (counts.get(step.index) ?? 0) + 1;
    counts.set(step.index, count);
    if (count > patience) return giveUp(step, statement, error);
    // A new value of an enum cannot be used before the transaction that added it is over.
    if (error.code === '55P04') return { kind: 'after commit', step };
    // Housekeeping, or a procedure that commits by itself.
    if (error.code === '25001' || error.code === '2D000')
      return count > 1 ? giveUp(step, statement, error) : { kind: 'outside', step };
    const head = headOf(step.sql, 4);
    if (alreadyThere(error, head)) return goOn;

    const missing = missingIn(error);
    switch (missing?.kind) {
      case 'role':
        if (await attempt(connection, [`CREATE ROLE ${quoteName(missing.name)} NOLOGIN`]))
          return isRights(head) ? goOn : giveUp(step, statement, error);
        roles.push(missing.name);
        return again(step);
      case 'tablespace': {
        const sql = withoutTablespace(step.sql, missing.name);
        return sql === undefined ? giveUp(step, statement, error) : again(step, sql);
      }
      case 'extension':
      case 'required extension':
        return await withoutExtension(step, statement, error, missing.name);
    }
    if (head[0] === 'ALTER' && head[1] === 'PUBLICATION' && error.code === '42704') {
      note(step, statement, 'statement-passed-over', `ALTER PUBLICATION was not run: ${error.message}`);
      return goOn;
    }
    const option = /^unrecognized parameter (?:namespace )?"(.+)"$/.exec(error.message)?.[1];
    if (option !== undefined) {
      note(step, statement, 'options-left-out', `the storage option ${option} is not known here and was left out`);
      const sql = withoutOptions(step.sql, option);
      return sql === undefined ? goOn : again(step, sql);
    }
    if (removes(head, step.sql) && mayWorkLater(error)) {
      needless.push(step);
      return goOn;
    }
    const spelled = await spellModifiers(step, error);
    if (spelled !== undefined) return again(step, spelled);
    if (await stubs.heal(error, { ...statement, sql: step.sql }, guesses())) return again(step);
    if (guesses() || !mayWorkLater(error)) {
      const substitute = substituteFor(step.sql, error);
      if (substitute && !(await attempt(connection, substitute.before))) {
        note(step, statement, 'stand-in-used', substitute.note);
        return again(step, substitute.sql);
      }
    }
    if (!mayWorkLater(error)) return giveUp(step, statement, error);
    if (stage === 'circle' && missing?.kind === 'relation' && expected.has(missing.name)) {
      const detached = detachForeignKeys(step.sql);
      if (detached) {
        const path = await searchPath();
        for (const sql of detached.references) open.push({ step: { ...step, sql }, statement, error, path });
        circles.push(step);
        return again(step, detached.create);
      }
    }
    open.push({ step, statement, error, path: await searchPath() });
    return goOn;
  }

  function giveUp(step: LoadStep, statement: ScriptStatement, error: EngineError): Verdict<LoadStep> {
    failures.push({ step, statement, error, path: '' });
    return goOn;
  }

  const guesses = (): boolean => stage === 'guess' || stage === 'circle';

  async function withoutExtension(
    step: LoadStep,
    statement: ScriptStatement,
    error: EngineError,
    missing: string,
  ): Promise<Verdict<LoadStep>> {
    const name = extensionNamed(statement.sql);
    const [verb, kind] = headOf(step.sql, 2);
    if (verb === 'CREATE' && kind === 'EXTENSION' && name !== undefined) {
      const schema = extensionSchema(statement.sql) ?? knownExtension(name).schema ?? (await currentSchema());
      await stubs.standIn(name, schema, statement);
      return goOn;
    }
    if (stubs.standIns.has(missing)) return goOn;
    if (verb !== 'DROP') return giveUp(step, statement, error);
    needless.push(step);
    return goOn;
  }

  /** Names the modifiers of stand-in types, when it was they that the engine could not read. */
  async function spellModifiers(step: LoadStep, error: EngineError): Promise<string | undefined> {
    if (error.code !== '22P02' && error.message !== 'invalid type modifier') return undefined;
    for (const standIn of stubs.standIns.values()) {
      const types = standIn.made.flatMap((what) => (what.startsWith('type ') ? [what.slice(5)] : []));
      if (types.length === 0) continue;
      const { sql, named } = nameModifiers(step.sql, types);
      if (named.length === 0) continue;
      for (const one of named)
        await attempt(connection, modifiedTypeStub({ schema: standIn.schema, name: one.type }, one.modifiers));
      return sql;
    }
    return undefined;
  }

  async function searchPath(): Promise<string> {
    const rows = await connection.query("SELECT pg_catalog.current_setting('search_path') AS path");
    return String(rows[0]?.['path'] ?? '');
  }

  async function currentSchema(): Promise<string> {
    const rows = await connection.query('SELECT pg_catalog.current_schema() AS schema');
    return String(rows[0]?.['schema'] ?? 'public');
  }

  return {
    judge,
    stage(next, yetToBeMade) {
      stage = next;
      expected = yetToBeMade;
    },
    take() {
      const taken = open;
      open = [];
      counts.clear();
      return taken;
    },
    failures,
    notes,
    roles,
    needless,
    circles,
  };
}

/** The script makes what every database has, or what was made for it before. */
function alreadyThere(error: EngineError, head: readonly string[]): boolean {
  const [verb, kind, more] = head;
  if (verb !== 'CREATE' || !(error.code === '42710' || error.code === '42P06')) return false;
  return ['SCHEMA', 'ROLE', 'USER', 'GROUP', 'EXTENSION', 'LANGUAGE', 'TRUSTED', 'PROCEDURAL'].includes(
    (kind === 'OR' ? more : kind) ?? '',
  );
}

function isRights(head: readonly string[]): boolean {
  return head[0] === 'GRANT' || head[0] === 'REVOKE' || (head[0] === 'ALTER' && head[1] === 'DEFAULT');
}

/** True for a DROP, and for an ALTER that only drops. */
function removes(head: readonly string[], sql: string): boolean {
  if (head[0] === 'DROP') return true;
  return (
    head[0] === 'ALTER' &&
    /^[^']*?\bDROP\s+(?:CONSTRAINT|COLUMN|DEFAULT|IDENTITY|NOT\s+NULL|EXPRESSION)\b[^,]*$/i.test(sql)
  );
}
