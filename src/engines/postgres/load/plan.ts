import type { ScriptStatement } from '../../script.ts';
import { classify } from './classify.ts';
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
  /** Transactions that the script takes back, which the loader does not. */
  readonly rollbacks: readonly ScriptStatement[];
  /** Types that were given their modifiers as part of their name. */
  readonly modified: readonly ModifiedType[];
}

const spatial = ['geometry', 'geography'];

/**
 * Turns a script into steps: its transactions are one, its session settings are kept where they matter, data and
 * housekeeping are left out. `modifiersAsNames` for an engine without PostGIS, where `geometry(Point,4326)` cannot
 * be but as a type of that name.
 */
export function planLoad(statements: readonly ScriptStatement[], reset: string, modifiersAsNames: boolean): LoadPlan {
  const steps: LoadStep[] = [];
  const passedOver: { index: number; statement: ScriptStatement; note: string }[] = [];
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
  return { steps, passedOver, rollbacks, modified };
}
