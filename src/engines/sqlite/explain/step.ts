import type { LoopStep } from '../../query/plan/loop.ts';

/** What a line of a plan means. */
export type Step =
  | LoopStep
  | { readonly kind: 'any index' }
  | { readonly kind: 'sort'; readonly what: 'order' | 'part of order' | 'group' | 'distinct' }
  | { readonly kind: 'sub-query'; readonly correlated: boolean; readonly name: string }
  | { readonly kind: 'made'; readonly name: string; readonly kept: boolean }
  | { readonly kind: 'compound'; readonly operator: string; readonly merges: boolean }
  | { readonly kind: 'operand'; readonly operator: string }
  | { readonly kind: 'constant rows'; readonly rows: number }
  | { readonly kind: 'part'; readonly name: string }
  | { readonly kind: 'list'; readonly index: string }
  | { readonly kind: 'note' };

/** Reads a line as src/wherecode.c and src/select.c write it. */
export function stepOf(detail: string): Step {
  const [, rows] = /^SCAN (?:(\d+)[ -](?:ROW VALUES CLAUSE|CONSTANT ROWS?)|CONSTANT ROW)$/.exec(detail) ?? [];
  if (rows !== undefined || detail === 'SCAN CONSTANT ROW') return { kind: 'constant rows', rows: Number(rows ?? 1) };
  const loop = /^(SCAN|SEARCH) (.+)$/.exec(detail);
  if (loop) return loopOf(loop[1] === 'SEARCH', loop[2] ?? '');
  if (detail === 'MULTI-INDEX OR') return { kind: 'any index' };
  const sorted = /^USE TEMP B-TREE FOR (.*)$/.exec(detail)?.[1];
  if (sorted !== undefined) return sortOf(sorted);
  const sub = /^(CORRELATED )?((?:SCALAR|LIST) SUBQUERY \S+)$/.exec(detail);
  if (sub) return { kind: 'sub-query', correlated: sub[1] !== undefined, name: sub[2] ?? '' };
  const made = /^(CO-ROUTINE|MATERIALIZE) (.+)$/.exec(detail);
  if (made) return { kind: 'made', name: made[2] ?? '', kept: made[1] === 'MATERIALIZE' };
  const merged = /^MERGE \((.*)\)$/.exec(detail)?.[1];
  if (merged !== undefined) return { kind: 'compound', operator: merged, merges: true };
  if (detail === 'COMPOUND QUERY') return { kind: 'compound', operator: '', merges: false };
  const operand = /^(LEFT-MOST SUBQUERY|LEFT|RIGHT|(?:UNION ALL|UNION|INTERSECT|EXCEPT)(?: USING TEMP B-TREE)?)$/.exec(
    detail,
  );
  if (operand) return { kind: 'operand', operator: operand[1] ?? '' };
  const listed = /^USING INDEX (.+) FOR IN-OPERATOR$/.exec(detail)?.[1];
  if (listed !== undefined) return { kind: 'list', index: listed };
  if (/^(?:SETUP|RECURSIVE STEP|INDEX \d+|RIGHT-JOIN .*)$/.test(detail)) return { kind: 'part', name: detail };
  return { kind: 'note' };
}

function sortOf(what: string): Step {
  if (what === 'GROUP BY') return { kind: 'sort', what: 'group' };
  if (/DISTINCT/i.test(what)) return { kind: 'sort', what: 'distinct' };
  if (what === 'ORDER BY') return { kind: 'sort', what: 'order' };
  return /OF ORDER BY$/.test(what) ? { kind: 'sort', what: 'part of order' } : { kind: 'note' };
}

function loopOf(searches: boolean, text: string): LoopStep {
  const virtual = / VIRTUAL TABLE INDEX /.test(text);
  // Before 3.36 it said `TABLE orders AS o`.
  const bare = text.replace(/ VIRTUAL TABLE INDEX .*$/, '').replace(/^TABLE (?:\S+ AS (?=\S))?/, '');
  const left = / LEFT-JOIN$/.test(bare);
  const [, name = '', exists, using] = /^(.+?)( EXISTS)?(?: USING (.+?))?(?: LEFT-JOIN)?$/.exec(bare) ?? [];
  const [, what = '', listed] = /^(.*?)(?: \((.*)\))?$/.exec(using ?? '') ?? [];
  const automatic = /^AUTOMATIC /.test(what);
  const index = automatic ? undefined : /\bINDEX (.+)$/.exec(what)?.[1];
  return {
    kind: 'loop',
    searches,
    name,
    ...(index === undefined ? {} : { index }),
    covering: /\bCOVERING INDEX\b/.test(what),
    automatic,
    byRow: /^(?:INTEGER )?PRIMARY KEY$/.test(what),
    virtual,
    terms: listed === undefined ? [] : listed.split(' AND ').flatMap(termOf),
    join: left ? 'left' : exists === undefined ? 'inner' : 'exists',
  };
}

function termOf(text: string): LoopStep['terms'] {
  const skipped = /^ANY\((.*)\)$/.exec(text)?.[1];
  if (skipped !== undefined) return [{ column: skipped, operator: 'ANY' }];
  const [, column = '', operator] = /^(.*?)(=|>|<)\?$/.exec(text) ?? [];
  // Several columns at once: `(a,b)>(?,?)`.
  const [, row, by = '>'] = /^\((.*?)\)\s*([<>=])/.exec(text) ?? [];
  if (row !== undefined) return row.split(',').map((one) => ({ column: one, operator: by }));
  return operator === undefined ? [] : [{ column, operator }];
}
