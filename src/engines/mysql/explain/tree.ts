import type { Measured } from '../../../catalog/query-plan.ts';

/** A step of a plan in MySQL's own tree (EXPLAIN FORMAT=TREE, EXPLAIN ANALYZE), as it is written. */
export interface TreeStep {
  /** `Index lookup on o using c (customer_id=c.id)`; also `Hash` and `Select #2 (…)`, which head the steps below them. */
  readonly operation: string;
  readonly startupCost?: number;
  readonly cost?: number;
  readonly rows?: number;
  readonly measured?: Measured;
  readonly children: readonly TreeStep[];
}

/** PostgreSQL writes two spaces behind the arrow. */
const step = /^(\s*)-> (?! )(.*)$/;

/** Whether there is a tree in a paste. */
export function hasTree(lines: readonly string[]): boolean {
  return lines.some((line) => step.test(line));
}

/** The trees in lines: a line lies below the nearest one before it that stands further left. */
export function treesIn(lines: readonly string[]): readonly TreeStep[] {
  const roots: Growing[] = [];
  const open: { readonly depth: number; readonly grown: Growing }[] = [];
  for (const line of lines) {
    const [, indentation, text = ''] = step.exec(line) ?? [];
    const last = open.at(-1);
    if (indentation === undefined) {
      if (last && line.trim() !== '') last.grown.text += ` ${line.trim()}`;
      continue;
    }
    const depth = indentation.length;
    while ((open.at(-1)?.depth ?? -1) >= depth) open.pop();
    const grown: Growing = { text, children: [] };
    (open.at(-1)?.grown.children ?? roots).push(grown);
    open.push({ depth, grown });
  }
  return roots.map(written);
}

interface Growing {
  text: string;
  readonly children: Growing[];
}

/** What stands behind the words of a step: estimates, what was measured, or that it was not needed. */
const figures = /\s*\((never executed|(?:cost=|rows=|actual )[^()]*)\)\s*$/;

function written({ text, children }: Growing): TreeStep {
  let operation = text.trim();
  let told: Omit<TreeStep, 'operation' | 'children'> = {};
  for (let found = figures.exec(operation); found; found = figures.exec(operation)) {
    told = { ...figuresOf(found[1] ?? ''), ...told };
    operation = operation.slice(0, found.index);
  }
  return { operation, ...told, children: children.map(written) };
}

function figuresOf(text: string): Omit<TreeStep, 'operation' | 'children'> {
  if (text === 'never executed') return { measured: { rows: 0, loops: 0 } };
  const of = (name: string) => {
    const [, from, to] = new RegExp(`\\b${name}=([\\d.e+-]+?)(?:\\.\\.([\\d.e+-]+))?(?= |$)`).exec(text) ?? [];
    return from === undefined ? undefined : { from: Number(from), to: Number(to ?? from) };
  };
  const rows = of('rows')?.to ?? 0;
  if (!text.startsWith('actual')) {
    const cost = of('cost');
    return { rows, ...(cost ? { cost: cost.to, ...(cost.from === cost.to ? {} : { startupCost: cost.from }) } : {}) };
  }
  const time = of('time');
  return {
    measured: {
      rows,
      loops: of('loops')?.to ?? 1,
      ...(time ? { startupMilliseconds: time.from, totalMilliseconds: time.to } : {}),
    },
  };
}

/**
 * A step of the second version of FORMAT=JSON, which has the words of the tree (MySQL 8.3 and later, `explain_json_format_version`;
 * sql/join_optimizer/explain_access_path.cc in its source). Nothing for what is none.
 */
export function stepOfJson(value: unknown): TreeStep | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const json = value as Readonly<Record<string, unknown>>;
  if (json['query_plan'] !== undefined) return stepOfJson(json['query_plan']);
  const { operation, heading, inputs } = json;
  if (typeof operation !== 'string') return undefined;
  const number = (name: string) => (typeof json[name] === 'number' ? json[name] : undefined);
  const [cost, startupCost, rows, loops] = [
    number('estimated_total_cost'),
    number('estimated_first_row_cost'),
    number('estimated_rows'),
    number('actual_loops'),
  ];
  const [first, last] = [number('actual_first_row_ms'), number('actual_last_row_ms')];
  const found: TreeStep = {
    operation,
    ...(cost === undefined ? {} : { cost }),
    ...(startupCost === undefined ? {} : { startupCost }),
    ...(rows === undefined ? {} : { rows }),
    ...('actual_loops' in json
      ? {
          measured: {
            rows: number('actual_rows') ?? 0,
            loops: loops ?? 0,
            ...(first === undefined || last === undefined
              ? {}
              : { startupMilliseconds: first, totalMilliseconds: last }),
          },
        }
      : {}),
    children: Array.isArray(inputs) ? inputs.flatMap((one) => stepOfJson(one) ?? []) : [],
  };
  return typeof heading === 'string' ? { operation: heading, children: [found] } : found;
}
