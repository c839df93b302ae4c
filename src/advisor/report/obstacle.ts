import type { Catalog } from '../../catalog/catalog.ts';
import type { Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import {
  beginsByIndex,
  beginsWith,
  hasBeginning,
  hasOwnPatterns,
  hasUnknownBeginning,
  keyOf,
  keyText,
  serviceOf,
} from '../../engines/index-keys.ts';
import { oriented } from '../../engines/oriented.ts';
import { settingParameters } from '../../engines/parameters-within.ts';
import type { Condition, Operand } from '../../engines/query-facts.ts';
import { withoutAlias } from '../candidates/access.ts';

/** What is known of a relation whose conditions are looked at. */
export interface Asked {
  readonly alias: string;
  readonly table: Table;
  readonly catalog: Catalog;
  readonly traits: Traits;
  /** The condition of the scan in the plan, as the engine writes it. */
  readonly filter: string;
  /** Texts of keys that the engine took for no index, with its words. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Why no index finds rows by a condition. */
export interface Obstacle {
  /** A clause. */
  readonly why: string;
  /** True where it names another form of the condition that an index serves: how many rows it keeps is then beside the point. */
  readonly hasForm: boolean;
}

/**
 * Why no index can find rows by a condition as it is written, and what form it could; nothing for one that an index
 * serves, and for one that is not about the relation.
 */
export function obstacleOf(given: Condition, asked: Asked): Obstacle | undefined {
  const { alias, table } = asked;
  const condition = oriented(given, alias, table);
  if (condition.branches) return optionalObstacle(condition, asked) ?? obstacleOfBranches(condition, asked);
  const { left, right, kind, operator = '', negated, text } = condition;
  const open = left ? settingParameters(left).map((one) => `$${one}`) : [];
  if (left && open.length > 0 && isOf(left, asked)) {
    return none(
      `${text} asks for ${left.text}: an index of it is one for the constants in it, and what stands for ${open.join(' and ')} is not known`,
    );
  }
  if (left?.columns) return severalColumns(condition, left, asked);
  const column = table.columns.find((one) => one.name === left?.column?.column);
  if (!left?.column || !column || (left.column.relation ?? alias) !== alias) return undefined;
  const name = column.name;
  if (right?.column && (right.column.relation ?? alias) === alias && right.column.column !== undefined) {
    return none(`${text} compares two columns of one row: an index finds rows by a value from outside of them`);
  }
  const key = keyOf(left, table);
  if (right?.column && key?.expression !== undefined && kind === 'comparison') {
    return none(`${text} joins by ${left.text}: an index on ${name} does not serve that, only one on the expression`);
  }
  if (kind === 'in list' && column.type.family === 'array') {
    const value = right?.text ?? condition.list?.[0]?.text ?? '…';
    return negated
      ? none(`${text} asks for the rows that do not hold a value: no index finds those`)
      : form(
          `${text} asks inside the array, for which no index has an operator: written as ${name} @> array[${value}], a GIN index on ${name} serves it`,
        );
  }
  if (kind === 'other' && right && isNotDistinct(condition)) {
    const value = right.text;
    return form(
      `${text} is no operator of an index: written as ${left.text} = ${value}, which is the same where the value is never null, else as (${left.text} = ${value} or (${left.text} is null and ${value} is null)), an index on ${key?.expression ?? name} serves it`,
    );
  }
  if (negated && kind !== 'null test') {
    return none(`${text} asks for all rows but some: an index finds what is equal, not what is different`);
  }
  if (negated) return none(`${text} is true of most rows`);
  const converted = conversionOf(left, column.type.text, asked);
  if (converted !== undefined) {
    return form(
      `${text} compares ${name}, of type ${column.type.text}, as ${converted}: every row is converted. A value of the type ${column.type.text} lets an index on ${name} serve it`,
    );
  }
  const similar = similarity(condition, left, name, asked);
  if (similar) return similar;
  if (key && (kind === 'like' || kind === 'other') && hasOwnPatterns(table, name, key)) {
    const value = right?.text ?? '…';
    return form(
      `${text} is answered by the operators of ${column.type.name}, which no index knows: written as lower(${name}::text) LIKE lower(${value}), an index on lower(${name}::text) text_pattern_ops serves it where the pattern begins with letters`,
    );
  }
  if (kind === 'other' && condition.list && key) return anyObstacle(condition, key.expression ?? name, asked);
  const words = key && asked.refused.get(keyText(key));
  if (words !== undefined || /\b(?:now|current_\w+|clock_timestamp|random)\b\s*\(?/i.test(left.text)) {
    return none(
      `${text} asks for ${left.text}, which is no key (${words ?? 'it changes from call to call'}): ${bareForm(left, name, { kind, operator, isText: column.type.family === 'text' })}`,
    );
  }
  if (operator === beginsWith) {
    return beginsByIndex(condition, asked.traits)
      ? undefined
      : form(
          `${text} is a function that no index of ${asked.traits.name} knows: written as ${left.text} ${beginsWith} ${right?.text ?? '…'}, an index on ${key?.expression ?? name} USING spgist serves it`,
        );
  }
  if (kind === 'like') {
    const why = patternObstacle(condition, key?.expression ?? name, asked);
    return why === undefined ? undefined : none(why);
  }
  if (column.type.family === 'json-binary') return pathObstacle(condition, left);
  if (!serviceOf(condition, table)) return none(`${text} is no comparison that an index on ${name} knows`);
  return undefined;
}

function isOf({ column, columns = [] }: Operand, { alias, table }: Asked): boolean {
  return [...(column ? [column] : []), ...columns].some(
    (one) => (one.relation ?? alias) === alias && table.columns.some(({ name }) => name === one.column),
  );
}

/** Functions that join texts, and are not immutable: what they make of a value may depend on settings. */
const joining = /^\(*(concat|concat_ws|format)\(/i;

/** An expression over several columns that the engine takes for no key. */
function severalColumns({ text }: Condition, left: Operand, asked: Asked): Obstacle | undefined {
  // Whatever the operators of the key would have been.
  const own = keyText({ expression: withoutAlias(left.text, asked.alias) });
  const [, words] = [...asked.refused].find(([key]) => key.startsWith(own)) ?? [];
  if (words === undefined) return undefined;
  const why = `${text} asks for ${left.text}, which is no key (${words})`;
  const [, name] = joining.exec(left.text) ?? [];
  return name === undefined
    ? none(why)
    : form(
        `${why}: ${name} is only stable; written with || between the columns, and coalesce(…, '') around those that may be null, an index on that expression serves it`,
      );
}

/** Functions of pg_trgm with the operators that an index knows in their place, and the settings of their thresholds. */
const similarities: Readonly<Record<string, readonly [operator: string, setting: string]>> = {
  similarity: ['%', 'similarity_threshold'],
  word_similarity: ['<%', 'word_similarity_threshold'],
  strict_word_similarity: ['<<%', 'strict_word_similarity_threshold'],
};

/** A function that tells how similar texts are, held against a number: each row is computed. */
function similarity({ text, right }: Condition, left: Operand, name: string, asked: Asked): Obstacle | undefined {
  const [, called = '', first = '', second = ''] = /^\(*(\w+)\(([^(),]+), ([^(),]+)\)\)*$/.exec(left.text) ?? [];
  const known = similarities[called];
  if (!known) return undefined;
  const [operator, setting] = known;
  const threshold = right?.constant ?? '…';
  const created = hasTrigrams(asked) ? '' : 'with the extension pg_trgm, ';
  return form(
    `${text} computes ${called} for every row: written as ${first} ${operator} ${second}, with pg_trgm.${setting} = ${threshold}, an index of trigrams serves it (${created}GIN on ${name} gin_trgm_ops)`,
  );
}

function hasTrigrams({ catalog }: Asked): boolean {
  return catalog.extensions.some((one) => one.name === 'pg_trgm' && !one.stubbed);
}

/** One of several patterns. */
function anyObstacle(condition: Condition, key: string, asked: Asked): Obstacle | undefined {
  const { text, operator = '', left, list = [] } = condition;
  if (hasTrigrams(asked)) return undefined;
  const trigrams = `an index of trigrams serves it as it is (create extension pg_trgm, then GIN on ${key} gin_trgm_ops)`;
  const begin = list.every((one) => typeof one.constant === 'string' && hasBeginning(one.constant, operator));
  const written = operator === '~~' ? 'LIKE' : operator;
  const branches = list.map((one) => `${left?.text ?? key} ${written} ${one.text}`).join(' or ');
  return begin
    ? form(
        `${text} holds its patterns in a list, which an ordered index does not know: written as ${branches}, an index on ${key} text_pattern_ops serves it; ${trigrams}`,
      )
    : none(`${text} does not say how the text begins: ${trigrams}`);
}

function none(why: string): Obstacle {
  return { why, hasForm: false };
}

function form(why: string): Obstacle {
  return { why, hasForm: true };
}

/** `IS NOT DISTINCT FROM`, or the opposite denied. */
function isNotDistinct({ text, negated }: Condition): boolean {
  return negated ? /\bIS DISTINCT FROM\b/i.test(text) : /\bIS NOT DISTINCT FROM\b/i.test(text);
}

/** A path of jsonb that compares otherwise than by `==`: an index of its parts finds equal values alone. */
function pathObstacle({ text, operator, right }: Condition, left: Operand): Obstacle | undefined {
  const path = right?.constant;
  if ((operator !== '@@' && operator !== '@?') || typeof path !== 'string' || path.includes('==')) return undefined;
  const [, keys = '', sign = '', value = ''] =
    /^\s*\$((?:\.\w+)+)\s*(<=?|>=?)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(path) ?? [];
  const own = `(${left.text} #>> '{${keys.slice(1).replaceAll('.', ',')}}')::numeric`;
  return keys === ''
    ? none(`${text} holds nothing equal to a value, and a GIN index finds by equal values alone`)
    : form(
        `${text} asks for values in an order, and a GIN index finds equal ones alone: written as ${own} ${sign} ${value}, an index on that expression serves it`,
      );
}

/** `$1 IS NULL OR org = $1`: a filter that the value itself turns off. */
function optionalObstacle({ branches = [], text }: Condition, asked: Asked): Obstacle | undefined {
  const off = branches.some((branch) =>
    branch.every(({ left, right }) => !left?.column && !right?.column && left?.columns === undefined),
  );
  const held = branches.flat().find(({ left }) => left?.column && isOf(left, asked));
  return off && held && /\$\d/.test(text)
    ? form(
        `of ${text} one branch asks nothing of a row but of the value alone: one plan for all values must be able to give every row, and no index does. Two queries, or one that is put together with ${held.text} only where the value is given, let an index serve it`,
      )
    : undefined;
}

function obstacleOfBranches({ branches = [], text }: Condition, asked: Asked): Obstacle | undefined {
  for (const branch of branches) {
    const obstacles = branch.map((one) => obstacleOf(one, asked));
    const own = obstacles.find((one) => one !== undefined);
    if (own !== undefined && obstacles.every((one) => one !== undefined)) {
      return { ...own, why: `of ${text} every branch must be served, and one is not: ${own.why}` };
    }
  }
  return undefined;
}

/** The type that the engine converts the bare column to before it compares. */
function conversionOf(left: Operand, type: string, { filter }: Asked): string | undefined {
  const column = left.column?.column;
  if (column === undefined || left.cast !== undefined || left.functions.length > 0) return undefined;
  const escaped = column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const found = new RegExp(
    `\\(+(?:\\w+\\.)?"?${escaped}"?\\)::(numeric|double precision|real|bigint|integer|text|timestamp[\\w ]*)`,
  ).exec(filter)?.[1];
  // Text of limited length is compared as text, by its index, too.
  if (found === undefined || found === type || found === 'text') return undefined;
  return found.trim();
}

/** How to ask so that the column stands by itself. */
function bareForm(
  left: Operand,
  name: string,
  { kind, operator, isText }: Pick<Condition, 'kind'> & { readonly operator: string; readonly isText: boolean },
): string {
  const outer = left.functions[0];
  if (outer === 'to_tsvector' && left.text.startsWith(`to_tsvector(${name}`)) {
    return `written as to_tsvector('english', ${name}), with the language named, a GIN index on that expression serves it`;
  }
  // What is made of a text or taken from a document cannot be turned about: the column itself tells nothing of its order.
  if (isText || left.text.includes('->')) {
    return 'with an IMMUTABLE function of your own around it, or a column that is filled with it, an index on that serves it';
  }
  if (left.cast === 'date' || outer === 'date' || outer === 'date_trunc') {
    return `written as a range, ${name} >= … and ${name} < …, an index on ${name} serves it`;
  }
  if (/[-+*/]/.test(left.text.replaceAll(/'(?:[^']|'')*'/g, '')) && kind === 'comparison') {
    const form = directionOf(left.text, name, operator);
    return `written with ${name} alone on one side,${form === undefined ? '' : ` ${name} ${form} …,`} an index on ${name} may serve it`;
  }
  return `written with ${name} alone on one side, an index on ${name} may serve it`;
}

/** The operator behind a column that is alone, where a sum or a difference is all that it stands in: `c - d < 1` is `d > c - 1`. */
function directionOf(text: string, name: string, operator: string): string | undefined {
  const bare = text.replace(/^\((.*)\)$/, '$1').replaceAll(/'(?:[^']|'')*'|\w+\([^()]*\)/g, '');
  if (/[*/()]/.test(bare)) return undefined;
  if (bare.startsWith(`${name} `)) return operator;
  if (!bare.endsWith(` ${name}`)) return undefined;
  return /-\s*$/.test(bare.slice(0, -name.length)) ? (mirrored[operator] ?? operator) : operator;
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/** Of a pattern: by what an index could find its rows, and whether that needs another form or an extension. */
function patternObstacle(condition: Condition, key: string, asked: Asked): string | undefined {
  if (hasTrigrams(asked)) return undefined;
  const { text, right, operator = '' } = condition;
  const trigrams = `an index of trigrams serves it (create extension pg_trgm, then GIN on ${key} gin_trgm_ops)`;
  const pattern = right?.constant;
  if (/^[A-Z]/.test(operator) && operator !== 'SIMILAR TO') {
    return `${text} does not say how the text begins: no ordered index serves it`;
  }
  const isExpression = operator.startsWith('~') && !operator.startsWith('~~');
  if (typeof pattern !== 'string') {
    if (hasUnknownBeginning({ ...condition, operator: operator === '~~*' ? '~~' : operator })) {
      const form = operator === '~~*' ? caseless(condition, key) : `an index on ${key} text_pattern_ops`;
      return `how the pattern of ${text} begins is not known: where it begins with letters, ${form} serves a plan that is made for the value; where it begins with a wildcard, only ${trigrams}`;
    }
    return `${text} does not say how the text begins: only ${trigrams}`;
  }
  if (!isExpression && !/[\p{L}\p{N}]{3}/u.test(pattern) && !/^[\p{L}\p{N}]/u.test(pattern)) {
    return `${text} has no three letters in a row: not even an index of trigrams finds it`;
  }
  if (hasBeginning(pattern, operator)) return undefined;
  if (operator === '~~*' && hasBeginning(pattern, '~~')) {
    return `${text} takes letters of either case, which no B-tree stores side by side: ${caseless(condition, key)} serves it, and as it is written only ${trigrams}`;
  }
  const why =
    operator === '~*' && /^\^[\p{L}\p{N}]/u.test(pattern)
      ? 'takes letters of either case, which no B-tree stores side by side'
      : 'does not say how the text begins';
  return `${text} ${why}: only ${trigrams}`;
}

/** The form of ILIKE that an ordered index serves: both sides lowered, which is how the engine compares them. */
function caseless({ left, right }: Condition, key: string): string {
  const outer = left?.functions[0];
  const isCased = outer === 'lower' || outer === 'upper';
  const name = isCased ? outer : 'lower';
  const own = isCased ? key : `lower(${key})`;
  const { text = '' } = right ?? {};
  const isDone =
    new RegExp(`^${name}\\(`, 'i').test(text) ||
    (name === 'lower' && /^'[^']*'$/.test(text) && text === text.toLowerCase());
  const cased = isDone ? text : `${name}(${text})`;
  return `written as ${own} LIKE ${cased}, an index on ${own} text_pattern_ops`;
}
