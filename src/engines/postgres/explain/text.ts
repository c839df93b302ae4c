import { badPlan } from './bad-plan.ts';
import type { Line } from './lines.ts';
import { type LogicalLine, logicalLines } from './logical-lines.ts';
import { addTextFact, knownLabels } from './text-fact.ts';
import { inputsOf, type Raw } from './text-node.ts';
import { addPlanFact, isPlanFact, readTrigger } from './text-totals.ts';

/** A node while its plan is read. */
interface Placed {
  readonly raw: Raw;
  /** Where its arrow stands, or its name where it is the root. */
  readonly column: number;
  readonly number: number;
  readonly children: Placed[];
  readonly subplan: string | undefined;
  /** It is a node that PostgreSQL has. */
  readonly known: boolean;
  workers: Raw[];
}

/**
 * All plans of the text form in the lines, in the shape of the JSON form. What stands before, between and after them is
 * passed over.
 * @throws RelvarError `bad-plan` where a plan is broken, begins in the middle or is cut short
 */
export function textPlans(lines: readonly Line[], name: string): readonly Raw[] {
  const plans: Raw[] = [];
  const { query, parameters, rest } = queryText(lines);
  const logical = logicalLines(rest);
  let from = 0;
  while (from < logical.length) {
    const start = logical.findIndex((line, at) => at >= from && isStart(line));
    const orphan = logical.findIndex((line, at) => at >= from && isOrphan(line));
    if (orphan >= 0 && (start < 0 || orphan < start)) throw inTheMiddle(logical[orphan], name);
    if (start < 0) break;
    const reader = newReader(name);
    let at = start;
    while (at < logical.length) {
      const line = logical[at];
      if (!line || (at > start && reader.isNext(line)) || !reader.take(line)) break;
      at++;
    }
    plans.push(reader.plan(logical.slice(0, at).findLast((line) => line.kind !== 'blank')?.number ?? 1));
    from = at;
  }
  const [first] = plans;
  if (first && query !== undefined) first['Query Text'] = query;
  if (first && parameters !== undefined) first['Query Parameters'] = parameters;
  return plans;
}

function isStart(line: LogicalLine): boolean {
  return line.kind === 'node' && !line.arrow;
}

/** What can only stand below a root. */
function isOrphan(line: LogicalLine): boolean {
  return (
    (line.kind === 'node' && line.arrow && (line.node.hasFigures || line.node.known)) ||
    (line.kind === 'broken' && /\((?:cost|actual)/.test(line.text))
  );
}

function inTheMiddle(line: LogicalLine | undefined, name: string): Error {
  return line?.kind === 'broken'
    ? badPlan(name, line.number, `the figures of this node cannot be read: ${line.text}`)
    : badPlan(name, line?.number ?? 1, 'the plan begins in the middle: its first nodes are missing');
}

/** auto_explain writes the statement before its plan. */
function queryText(lines: readonly Line[]): {
  readonly query: string | undefined;
  readonly parameters: string | undefined;
  readonly rest: readonly Line[];
} {
  const none = { query: undefined, parameters: undefined, rest: lines };
  const start = lines.findIndex(({ text }) => /^\s*Query Text:/.test(text));
  if (start < 0) return none;
  const end = lines.findIndex((line, at) => at > start && /^\s*[A-Z][A-Za-z]+ ?.*\(cost=/.test(line.text));
  if (end < 0) return none;
  const words = lines.slice(start, end).map(({ text }) => text);
  const parametersAt = words.findIndex((text) => /^\s*Query Parameters:/.test(text));
  const trimmed = (some: readonly string[]) =>
    some
      .join('\n')
      .replace(/^\s*Query \w+:\s*/, '')
      .trim();
  return {
    query: trimmed(parametersAt < 0 ? words : words.slice(0, parametersAt)),
    parameters: parametersAt < 0 ? undefined : trimmed(words.slice(parametersAt)),
    rest: lines.slice(end),
  };
}

function newReader(name: string) {
  const nodes: Placed[] = [];
  const totals: Raw = {};
  let pending: { readonly name: string; readonly parent: Placed | undefined } | undefined;
  /** What a fact belongs to that stands further to the right than this column; the innermost last. */
  let blocks: readonly { readonly target: Raw; readonly column: number; readonly jit?: true }[] = [];
  /** The last of `Planning:`, `JIT:` and `Serialization:` after the nodes. */
  let total: Raw | undefined;
  let ended = false;
  let blank = false;
  return { take, isNext, plan };

  function root(): Placed | undefined {
    return nodes[0];
  }

  /** True for the first line of another plan. */
  function isNext(line: LogicalLine): boolean {
    if (line.kind === 'fact' && line.label === 'Query Text') return true;
    const first = root();
    return isStart(line) && first !== undefined && line.column <= first.column;
  }

  /** False for a line that is no longer of this plan. */
  function take(line: LogicalLine): boolean {
    switch (line.kind) {
      case 'blank':
        blank = true;
        return true;
      case 'node':
        if (ended && line.arrow) throw badPlan(name, line.number, 'a node after the end of the plan');
        place(line);
        break;
      case 'subplan': {
        blocks = [];
        pending = { name: line.name, parent: parentAt(line.column) ?? root() };
        break;
      }
      case 'worker':
        takeWorker(line);
        break;
      case 'trigger':
        endNodes();
        totals['Triggers'] = [...list(totals['Triggers']), readTrigger(line.text)];
        break;
      case 'fact':
        return takeFact(line);
      case 'broken':
        throw badPlan(name, line.number, `the figures of this node cannot be read: ${line.text}`);
      default:
        return takeOther();
    }
    return true;
  }

  function place(line: LogicalLine & { readonly kind: 'node' }): void {
    blocks = [];
    const subplan = pending;
    const target = targetTable(line);
    if (target) return;
    // Where the indentation is lost the root takes it, for the time being.
    const parent = subplan ? subplan.parent : (parentAt(line.column) ?? root());
    const placed: Placed = {
      raw: line.node.node,
      column: line.column,
      number: line.number,
      children: [],
      subplan: subplan?.name,
      known: line.node.known,
      workers: [],
    };
    pending = undefined;
    parent?.children.push(placed);
    nodes.push(placed);
  }

  /** `Update on orders_1 orders_2`, below an `Update on orders`: a partition that is written to. */
  function targetTable(line: LogicalLine & { readonly kind: 'node' }): boolean {
    const last = nodes.at(-1);
    if (!last || line.arrow || line.node.hasFigures || last.raw['Node Type'] !== 'ModifyTable') return false;
    const { 'Relation Name': relation, Schema: schema, Alias: alias } = line.node.node;
    const table: Raw = { 'Relation Name': relation, ...(schema === undefined ? {} : { Schema: schema }), Alias: alias };
    last.raw['Target Tables'] = [...list(last.raw['Target Tables']), table];
    blocks = [{ target: table, column: line.column }];
    return true;
  }

  /** The node that a line at this column is below. */
  function parentAt(column: number): Placed | undefined {
    const path = nodes.length > 0 ? pathToLast() : [];
    return path.findLast((node) => node.column < column);
  }

  function pathToLast(): readonly Placed[] {
    const path: Placed[] = [];
    for (let node = root(); node; node = node.children.at(-1)) path.push(node);
    return path;
  }

  function takeWorker(line: LogicalLine & { readonly kind: 'worker' }): void {
    const last = nodes.at(-1);
    if (!last) return;
    let worker = last.workers.find((one) => one['Worker Number'] === line.worker);
    if (!worker) {
      worker = { 'Worker Number': line.worker };
      last.workers.push(worker);
    }
    let target = worker;
    if (line.jit) {
      target = {};
      worker['JIT'] = target;
    }
    blocks = [{ target, column: line.column, ...(line.jit ? { jit: true as const } : {}) }];
    const actual =
      /^actual (?:time=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?) )?rows=(\d+(?:\.\d+)?) loops=(\d+)(?:\s\s(.*))?$/s.exec(
        line.rest,
      );
    if (actual) {
      if (actual[1] !== undefined) {
        worker['Actual Startup Time'] = Number(actual[1]);
        worker['Actual Total Time'] = Number(actual[2]);
      }
      worker['Actual Rows'] = Number(actual[3]);
      worker['Actual Loops'] = Number(actual[4]);
    } else {
      const [, label, value] = /^([A-Z][^:]*): (.*)$/s.exec(line.rest) ?? [];
      if (label !== undefined && value !== undefined) addTextFact(worker, label, value);
    }
  }

  function takeFact(line: LogicalLine & { readonly kind: 'fact' }): boolean {
    const first = root();
    if (!first) return true;
    const { label, value } = line;
    blocks = blocks.filter((block) => block.column < line.column);
    const block = blocks.at(-1);
    if (!block && (ended || isPlanFact(label))) {
      // A sentence after the plan may look like a property.
      if (!isPlanFact(label) && total === undefined) return false;
      endNodes();
      total = addPlanFact(totals, total, label, value);
      return true;
    }
    if ((blank || line.column < first.column) && !knownLabels.has(label)) return false;
    const last = nodes.at(-1);
    if (!last) return true;
    if (block && label === 'JIT') {
      const jit: Raw = {};
      block.target['JIT'] = jit;
      blocks = [...blocks, { target: jit, column: line.column, jit: true }];
    } else if (block?.jit) addPlanFact({}, block.target, label, value);
    else addTextFact(block?.target ?? last.raw, label, value);
    return true;
  }

  function takeOther(): boolean {
    if (ended || blank) return false;
    // An edge of a frame, a prompt, a sentence after the plan: it ends there.
    return !(nodes.length > 0);
  }

  function endNodes(): void {
    ended = true;
    blocks = [];
  }

  function plan(lastLine: number): Raw {
    const first = root();
    if (!first) throw badPlan(name, lastLine, 'no plan');
    if (pending) throw badPlan(name, lastLine, `the plan ends after "${pending.name}": it is cut short`);
    const arranged = fits(first) ? first : arrangedByKind(nodes, name);
    check(arranged, name, lastLine);
    checkFigures(nodes, name);
    return { Plan: rawOf(arranged, undefined, 0), ...totals };
  }
}

/** True when every node has as many below it as its kind needs. */
function fits(node: Placed): boolean {
  const { least, most } = inputsOf(node.raw);
  const inputs = node.children.filter((child) => child.subplan === undefined).length;
  return inputs >= least && inputs <= most && node.children.every(fits);
}

/** The tree by what each kind has below it, where no node is indented; else as they stand. */
function arrangedByKind(nodes: readonly Placed[], name: string): Placed {
  const [root, second, third] = nodes;
  if (!root) throw new Error('no nodes');
  if (!second || !third || nodes.some((node) => node.column > root.column)) return root;
  const arranged = byArity(nodes);
  if (arranged) return arranged;
  throw badPlan(
    name,
    second.number,
    'the indentation is lost, and the kinds of the nodes do not tell what belongs below which',
    'Paste the plan with its spaces, or use EXPLAIN (FORMAT JSON).',
  );
}

/** Puts nodes together by the number of inputs that each kind has. Nothing where a kind may have any number. */
function byArity(nodes: readonly Placed[]): Placed | undefined {
  if (nodes.some((node) => node.subplan !== undefined)) return undefined;
  let at = 0;
  const build = (): Placed | undefined => {
    const node = nodes[at++];
    if (!node) return undefined;
    const { least, most } = inputsOf(node.raw);
    if (least !== most && most > 1) return undefined;
    const children: Placed[] = [];
    // A Result or a foreign scan hardly has anything below it.
    for (let input = 0; input < least; input++) {
      const child = build();
      if (!child) return undefined;
      children.push(child);
    }
    return { ...node, children };
  };
  const built = build();
  return at === nodes.length ? built : undefined;
}

function check(node: Placed, name: string, lastLine: number): void {
  const { least, most } = inputsOf(node.raw);
  const inputs = node.children.filter((child) => child.subplan === undefined).length;
  const kind = String(node.raw['Node Type']);
  if (inputs < least) {
    throw badPlan(
      name,
      lastLine,
      `the plan is cut short: the ${kind} of line ${node.number} has ${inputs === 0 ? 'nothing' : `${inputs} of ${least} inputs`} below it`,
    );
  }
  if (inputs > most) {
    const extra = node.children.filter((child) => child.subplan === undefined)[most];
    throw badPlan(
      name,
      extra?.number ?? node.number,
      `the indentation is lost: it puts this node below the ${kind} of line ${node.number}, which has ${most === 0 ? 'none' : `no more than ${most}`}`,
      'Paste the plan with its spaces, or use EXPLAIN (FORMAT JSON).',
    );
  }
  for (const child of node.children) check(child, name, lastLine);
}

/** Nodes have the figures that the root has, but for those of extensions, which are not the last. */
function checkFigures(nodes: readonly Placed[], name: string): void {
  const [root] = nodes;
  const last = nodes.at(-1);
  const lacking = nodes.find((node) => {
    const lacks = (figure: string) => root?.raw[figure] !== undefined && node.raw[figure] === undefined;
    return (node.known || node === last) && (lacks('Total Cost') || lacks('Actual Loops'));
  });
  if (!lacking) return;
  const what = 'the line of this node ends before its figures do';
  throw badPlan(name, lacking.number, lacking === last ? `the plan is cut short: ${what}` : what);
}

function rawOf(node: Placed, parent: Placed | undefined, at: number): Raw {
  const { raw, children, workers } = node;
  // With VERBOSE a function is named with its schema; what has none is an alias alone.
  if (raw['Function Call'] !== undefined && raw['Schema'] === undefined) delete raw['Function Name'];
  const inputs = children.filter((child) => child.subplan === undefined);
  return {
    ...raw,
    ...(parent ? { 'Parent Relationship': relationship(node, parent, at) } : {}),
    ...(node.subplan === undefined ? {} : { 'Subplan Name': node.subplan }),
    ...(workers.length > 0 ? { Workers: workers } : {}),
    ...(children.length > 0 ? { Plans: children.map((child) => rawOf(child, node, inputs.indexOf(child))) } : {}),
  };
}

function relationship({ subplan }: Placed, parent: Placed, at: number): string {
  if (subplan !== undefined) return subplan.startsWith('SubPlan') ? 'SubPlan' : 'InitPlan';
  const inputs = parent.children.filter((child) => child.subplan === undefined).length;
  const kind = String(parent.raw['Node Type']);
  if (kind === 'Custom Scan') return inputs === 1 ? 'child' : 'children';
  if (kind === 'Subquery Scan') return 'Subquery';
  if (/^(?:Append|Merge Append|BitmapAnd|BitmapOr)$/.test(kind)) return 'Member';
  if (kind === 'ModifyTable' && inputs > 1) return 'Member';
  return at === 0 ? 'Outer' : 'Inner';
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
