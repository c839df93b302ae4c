import type { OfServer, ScriptStatement } from '../../script.ts';
import { classify } from './classify.ts';
import { headOf } from './head.ts';
import { type ModifiedType, nameModifiers } from './modifiers.ts';
import { rememberSearchPath, restoreSearchPath, settingOf } from './session.ts';

/** A statement of the script in the form in which it is run. */
export interface LoadStep {
  readonly sql: string;
  /** Nothing for statements of the loader's own. */
  readonly statement?: ScriptStatement;
  /** Its place in the script, for order. */
  readonly index: number;
}

/** What is to be run of a script, and what is not. */
export interface LoadPlan {
  readonly steps: readonly LoadStep[];
  /** Statements that are not run but worth telling about. */
  readonly passedOver: readonly {
    readonly index: number;
    readonly statement: ScriptStatement;
    readonly note: string;
  }[];
  /** Statements about the server: what they set is no part of the schema that comes of the script. */
  readonly ofServer: readonly OfServer[];
  /** Transactions that the script takes back, which the loader does not. */
  readonly rollbacks: readonly ScriptStatement[];
  /** Types that were given their modifiers as part of their name. */
  readonly modified: readonly ModifiedType[];
}

const spatial = ['geometry', 'geography'];

/** `ALTER ROLE`, and nothing of what may be a secret. */
function firstWords(sql: string): string {
  const head = headOf(sql, 3);
  const [first = ''] = head;
  return head.slice(0, first === 'COMMENT' ? 3 : first === 'GRANT' || first === 'REVOKE' ? 1 : 2).join(' ');
}

/** Why what it says is not told by the script alone, though it is of the schema. */
function reasonOf(sql: string, kind: string): OfServer['why'] {
  const head = headOf(sql, 3);
  if (head[0] === 'IMPORT') return 'another server';
  if (kind !== 'run' || !['CREATE', 'ALTER', 'GRANT', 'REVOKE'].includes(head[0] ?? '')) return undefined;
  if (head.join(' ') === 'ALTER DEFAULT PRIVILEGES')
    return /\bFOR\s+(?:ROLE|USER)\s+(?!CURRENT_|SESSION_)/i.test(sql) ? undefined : 'who runs it';
  const named =
    /\b(?:TO|FROM|FOR|AUTHORIZATION)\s+(?:[\w"]+\s*,\s*)*(?:CURRENT_USER|CURRENT_ROLE|SESSION_USER|USER\s+SERVER)\b/i;
  return named.test(withoutTexts(sql)) ? 'who runs it' : undefined;
}

/** Without its constants and bodies, in which the words mean something else. */
function withoutTexts(sql: string): string {
  return sql.replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$|'(?:[^']|'')*'/g, "''");
}

/**
 * Turns a script into steps: its transactions are one, its session settings are kept where they matter, data and
 * housekeeping are left out. `modifiersAsNames` for an engine without PostGIS, where `geometry(Point,4326)` cannot
 * be but as a type of that name.
 */
export function planLoad(statements: readonly ScriptStatement[], reset: string, modifiersAsNames: boolean): LoadPlan {
  const steps: LoadStep[] = [];
  const passedOver: { index: number; statement: ScriptStatement; note: string }[] = [];
  const ofServer: OfServer[] = [];
  const rollbacks: ScriptStatement[] = [];
  const modified: ModifiedType[] = [];
  let localPath = false;
  for (const [index, statement] of statements.entries()) {
    const add = (sql: string): void => {
      steps.push({ sql, statement, index });
    };
    const own = (sql: string): void => {
      steps.push({ sql, index });
    };
    const treatment = classify(statement.sql);
    const why = reasonOf(statement.sql, treatment.kind);
    if ('ofServer' in treatment || why !== undefined) {
      const { file, line } = statement;
      ofServer.push({ what: firstWords(statement.sql), file, line, ...(why === undefined ? {} : { why }) });
    }
    switch (treatment.kind) {
      case 'run': {
        const named =
          modifiersAsNames && /\bgeo(?:metry|graphy)"?\s*\(/i.test(treatment.sql)
            ? nameModifiers(treatment.sql, spatial)
            : undefined;
        if (named) modified.push(...named.named);
        add(named?.sql ?? treatment.sql);
        break;
      }
      case 'skip':
        if (treatment.note !== undefined) passedOver.push({ index, statement, note: treatment.note });
        break;
      case 'set': {
        const setting = settingOf(statement.sql, reset);
        if (!setting) break;
        if (setting.local && !localPath) {
          own(rememberSearchPath);
          localPath = true;
        }
        add(setting.sql);
        break;
      }
      case 'begin':
        break;
      case 'commit':
      case 'rollback':
        if (treatment.kind === 'rollback') rollbacks.push(statement);
        if (localPath) add(restoreSearchPath);
        localPath = false;
        break;
      case 'new session':
        own(reset);
        localPath = false;
        break;
    }
  }
  return { steps, passedOver, ofServer, rollbacks, modified };
}
