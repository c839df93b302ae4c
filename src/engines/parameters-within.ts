import type { Condition, Operand, QueryBlock, QueryFacts } from './query-facts.ts';

/** The numbers of the parameters in a text of SQL, each once, in their order. */
function parametersIn(text: string): readonly number[] {
  const found = [...text.matchAll(/'(?:[^']|'')*'|"[^"]*"|\$(\d+)/g)].flatMap(([, number]) => number ?? []);
  return [...new Set(found.map(Number))];
}

/**
 * The parameters that a value is made with from columns: 1 of `data ->> $1`, none of `a = $1`. What constants stand
 * there decides what the expression is, and which index is on it.
 */
function parametersWithin({ text, column, columns }: Operand): readonly number[] {
  return column || columns ? parametersIn(text) : [];
}

/** Behind an operator that takes a key or a path out of a document, and in functions whose setting is one of a few. */
const settings =
  /(?:->>?|#>>?)\s*\(?\s*\$(\d+)|\b(?:date_trunc|date_part|timezone|to_tsvector|jsonb?_extract_path(?:_text)?)\s*\([^()]*?\$(\d+)/gi;

/**
 * The parameters in an expression over columns that hardly are parameters: the key of a document, the unit of a time, a
 * zone, the language of a text. An index on the expression has the constant in it.
 */
export function settingParameters(operand: Operand): readonly number[] {
  const within = new Set(parametersWithin(operand));
  const found = [...operand.text.matchAll(settings)].map(([, key, setting]) => Number(key ?? setting));
  return [...new Set(found)].filter((one) => within.has(one));
}

/** The sides of conditions of WHERE and ON that hold such parameters. */
export function operandsWithSettings({ blocks }: QueryFacts): readonly Operand[] {
  return blocks
    .flatMap(({ conditions }) => conditions.filter((one) => one.clause !== 'having').flatMap(sidesOf))
    .filter((operand) => settingParameters(operand).length > 0);
}

/** The parameters with which the query makes values from columns, wherever it does. */
export function expressionParameters(facts: QueryFacts): readonly number[] {
  return [...new Set(facts.blocks.flatMap(operandsOf).flatMap(parametersWithin))];
}

function operandsOf({ conditions, returned, group, order }: QueryBlock): readonly Operand[] {
  return [...conditions.flatMap(sidesOf), ...returned, ...group, ...order.map((one) => one.operand)];
}

function sidesOf({ left, right, branches }: Condition): readonly Operand[] {
  return [...(left ? [left] : []), ...(right ? [right] : []), ...(branches ?? []).flat().flatMap(sidesOf)];
}
