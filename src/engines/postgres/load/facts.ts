import type { ScriptStatement } from '../../script.ts';
import { targetOf } from './head.ts';
import type { LoadPlan } from './plan.ts';
import type { ScriptFacts } from './stand-ins.ts';

const kinds: Readonly<Record<string, 'type' | 'function' | 'relation' | 'operator class' | 'schema'>> = {
  TYPE: 'type',
  DOMAIN: 'type',
  FUNCTION: 'function',
  PROCEDURE: 'function',
  AGGREGATE: 'function',
  TABLE: 'relation',
  VIEW: 'relation',
  'MATERIALIZED VIEW': 'relation',
  'FOREIGN TABLE': 'relation',
  'OPERATOR CLASS': 'operator class',
  SCHEMA: 'schema',
};

/** Reads from a script what stand-ins depend on, when they first ask. */
export function scriptFacts(statements: readonly ScriptStatement[], plan: LoadPlan): ScriptFacts {
  let words: Set<string> | undefined;
  let created: Set<string> | undefined;
  return {
    modified: plan.modified,
    uses(word) {
      words ??= wordsOf(statements);
      return words.has(word);
    },
    creates(kind, name, schema) {
      created ??= createdBy(statements);
      return created.has(schema === undefined || schema === 'public' ? `${kind} ${name}` : `${kind} ${schema}.${name}`);
    },
  };
}

function wordsOf(statements: readonly ScriptStatement[]): Set<string> {
  const words = new Set<string>();
  for (const { sql } of statements) for (const word of sql.match(/[A-Za-z_][\w$]*/g) ?? []) words.add(word);
  return new Set([...words].map((word) => word.toLowerCase()));
}

function createdBy(statements: readonly ScriptStatement[]): Set<string> {
  const created = new Set<string>();
  for (const { sql } of statements) {
    if (!/^CREATE\b/i.test(sql)) continue;
    const target = targetOf(sql);
    const kind = kinds[target?.kind ?? ''];
    const name = target?.name.at(-1);
    if (!kind || name === undefined) continue;
    created.add(`${kind} ${name}`);
    created.add(`${kind} ${target?.name.slice(-2).join('.')}`);
  }
  return created;
}
