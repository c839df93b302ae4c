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
    if ('ofServer' in treatment) {
      ofServer.push({ what: firstWords(statement.sql), file: statement.file, line: statement.line });
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
