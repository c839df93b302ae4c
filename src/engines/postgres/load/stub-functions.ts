import type { Connection, EngineError } from '../../connection.ts';
import { attempt } from './attempt.ts';
import { quoteName } from './head.ts';
import type { Missing } from './missing.ts';
import { resultOf, words } from './names.ts';
import { make, type StandIn } from './stand-ins.ts';
import { functionStub, procedureStub, typeSql } from './stub-sql.ts';

type MissingRoutine = Extract<Missing, { readonly kind: 'function' | 'procedure' }>;

/** Stands in for functions whose arguments the engine tells, and whose result must be found out. */
export interface FunctionStubs {
  make(standIn: StandIn, missing: MissingRoutine, sql: string): Promise<boolean>;
  /** Gives the function that was made last for a statement another result, when the statement does not like the first. */
  tryAnother(error: EngineError, sql: string): Promise<boolean>;
}

interface Guess {
  readonly name: string;
  readonly parameters: string;
  readonly tried: Set<string>;
  result: string;
}

/** Results to try when neither the extension nor the statement tells: what most functions give, most likely first. */
const likely: readonly string[] = [
  'text',
  'boolean',
  'bigint',
  'double precision',
  'timestamp with time zone',
  'uuid',
  'jsonb',
  'bytea',
  'text[]',
  'record',
];

export function newFunctionStubs(connection: Connection): FunctionStubs {
  const guesses = new Map<string, Guess>();

  return {
    async make(standIn, missing, sql) {
      const parameters = missing.parameters.map((parameter) => parameterSql(standIn, parameter)).join(', ');
      const name = `${quoteName(missing.schema ?? standIn.schema)}.${quoteName(missing.name)}`;
      if (missing.kind === 'procedure' || /^\s*CALL\b/i.test(sql)) {
        return await make(connection, standIn, `procedure ${missing.name}`, procedureStub(name, parameters));
      }
      const known = resultOf(standIn.known, missing.name);
      const own =
        known !== undefined && words(standIn.known.types).includes(known)
          ? typeSql({ schema: standIn.schema, name: known })
          : known;
      const result = inContext(sql) ?? own ?? 'text';
      if (
        !(await make(
          connection,
          standIn,
          `function ${missing.name}`,
          functionStub(
            name,
            parameters,
            result,
            words(standIn.known.stable).includes(missing.name) ? 'STABLE' : 'IMMUTABLE',
          ),
        ))
      )
        return false;
      if (inContext(sql) === undefined && own === undefined)
        guesses.set(sql, { name, parameters, result, tried: new Set([result]) });
      return true;
    },
    async tryAnother(error, sql) {
      const guess = guesses.get(sql);
      if (!guess || !isMismatch(error)) return false;
      const told = toldBy(error, guess.result);
      for (const result of told === undefined ? likely : [told, ...likely]) {
        if (guess.tried.has(result)) continue;
        guess.tried.add(result);
        const drop = `DROP FUNCTION ${guess.name}(${guess.parameters})`;
        if (await attempt(connection, [drop, ...functionStub(guess.name, guess.parameters, result)])) continue;
        guess.result = result;
        return true;
      }
      return false;
    },
  };
}

/** The statement does not like the type of something in it; a function that is still missing is another matter. */
function isMismatch(error: EngineError): boolean {
  return /^(?:42804|42846|42601|42P13|42725)$/.test(error.code) || /^operator does not exist/.test(error.message);
}

/** The result that the kind of statement asks for. */
function inContext(sql: string): string | undefined {
  if (/^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:CONSTRAINT\s+)?TRIGGER\b/i.test(sql)) return 'trigger';
  if (/^\s*CREATE\s+EVENT\s+TRIGGER\b/i.test(sql)) return 'event_trigger';
  return undefined;
}

/** The type that the engine wanted in the place of the one it was given. */
function toldBy(error: EngineError, given: string): string | undefined {
  const wanted =
    /is of type (.+) but .*expression is of type/.exec(error.message)?.[1] ??
    /must be (?:of )?type (\w+), not type/.exec(error.message)?.[1];
  if (wanted !== undefined) return wanted;
  const operands = /^operator does not exist: (.+) [-+*/<>=~!@#%^&|`?]+ (.+)$/.exec(error.message);
  const other = operands?.[1] === given ? operands[2] : operands?.[2] === given ? operands[1] : undefined;
  return other === 'unknown' ? undefined : other;
}

/** A parameter as a message writes it, `integer` or `name => integer`, as SQL. */
function parameterSql(standIn: StandIn, text: string): string {
  const [, name, type = ''] = /^(?:(\w+) (?:=>|:=) )?(.*)$/.exec(text) ?? [];
  const base = /^(?:.*\.)?"?(\w+)(?:\(.*\))?"?(\[\])?$/.exec(type);
  const own = base?.[1] !== undefined && standIn.made.includes(`type ${base[1]}`);
  const sql = own
    ? `${typeSql({ schema: standIn.schema, name: base[1] ?? '' })}${base[2] ?? ''}`
    : type === 'unknown'
      ? 'text'
      : type;
  return name === undefined ? sql : `${quoteName(name)} ${sql}`;
}
