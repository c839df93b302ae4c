import type { PlanNode } from '../../../catalog/query-plan.ts';
import { node } from '../../query/plan/loop.ts';

const indexed =
  /^(Single-row |Multi-range |Full-text )?(covering )?index (scan|lookup|search|distance scan|range scan|skip scan)(?: \(Multi-Range Read\)| for \w+)* on (\S+) using (\S+)(.*)$/is;
const ranged = /^Index range scan on (\S+) \(re-planned for each iteration\)(.*)$/s;
const whole = /^(?:Table scan|Sample scan|Scan new records) on (\S+)/;

/** A step that reads one table, by its words; nothing for others. `inputs`: what fills a table on the way before. */
export function scanOf(operation: string, inputs: readonly PlanNode[]): PlanNode | undefined {
  const filled = inputs.map((input) => ({ ...input, relationship: 'Subquery' }));
  const [, single, covering, how = '', table = '', index = '', rest = ''] = indexed.exec(operation) ?? [];
  if (how !== '') {
    const { conditions, pushed, backward } = partsOf(rest);
    const over = single !== undefined || how !== 'range scan' ? listed(conditions).join(' and ') : conditions;
    return node(covering === undefined ? 'Index Scan' : 'Index Only Scan', {
      ...named(table),
      index,
      ...(backward ? { scanDirection: 'Backward' } : {}),
      facts: {
        Detail: operation,
        ...(over === '' ? {} : { 'Index Cond': over }),
        ...(pushed === undefined ? {} : { 'Index Condition': pushed }),
      },
      children: filled,
    });
  }
  const [, again] = ranged.exec(operation) ?? [];
  if (again !== undefined) return node('Index Scan', { ...named(again), facts: { Detail: operation } });
  const [, all] = whole.exec(operation) ?? [];
  if (all !== undefined) {
    return filled.length > 0 || all.startsWith('<')
      ? node('Subquery Scan', { alias: all, children: filled })
      : node('Seq Scan', named(all));
  }
  const [, what, one] = /^(Constant row from|Count rows in) (\S+)$/.exec(operation) ?? [];
  if (one === undefined) return undefined;
  return what === 'Count rows in'
    ? node('Aggregate', { strategy: 'Plain', children: [{ ...node('Seq Scan', named(one)), relationship: 'Outer' }] })
    : node('Index Scan', { ...named(one), facts: { 'Access Type': 'const' } });
}

function named(table: string): Partial<PlanNode> {
  return table.startsWith('<') ? { alias: table } : { relation: table, alias: table };
}

/** What stands behind the index: ` over (1 < a) (reverse), with index condition: (b = 2)`, ` (a=t.x, b=5)`. */
function partsOf(rest: string): { readonly conditions: string; readonly pushed?: string; readonly backward: boolean } {
  const [, before = '', pushed] = /^(.*?)(?:, with index condition: (.*))?$/s.exec(rest) ?? [];
  const backward = / \(reverse\)/.test(before);
  const text = before
    .replace(' (reverse)', '')
    .replace(/^ over /, '')
    .trim();
  const conditions = isInBrackets(text) ? text.slice(1, -1) : text;
  return { conditions, ...(pushed === undefined ? {} : { pushed }), backward };
}

function isInBrackets(text: string): boolean {
  return text.startsWith('(') && text.endsWith(')') && listed(text, ')').length === 1;
}

/** The parts of a list that is written with commas; not those in brackets or quotes. `until`: also ends a part at depth 0. */
export function listed(text: string, until?: ')'): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const piece of text.match(/'(?:[^'\\]|''|\\.)*'|`[^`]*`|[(),]|[^'`(),]+|['`]/g) ?? []) {
    if (piece === '(') depth++;
    if (piece === ')') depth--;
    if (depth === 0 && (piece === ',' || piece === until)) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}
