import type {
  BufferUse,
  JitUse,
  Measured,
  PlanNode,
  QueryPlan,
  TriggerUse,
  WorkerUse,
} from '../../../catalog/query-plan.ts';
import { RelvarError } from '../../../findings/error.ts';
import { isToldWhenSet, nodeFields, planFields } from './fields.ts';

/** What the engine's JSON form holds under its names. */
type Properties = Readonly<Record<string, unknown>>;
type Facts = Record<string, string | number | boolean | readonly string[]>;

/**
 * Reads a plan in the engine's JSON form (EXPLAIN (FORMAT JSON), already parsed): the list with one plan, the plan with
 * its totals, or its root node alone. All other forms are brought into this one before they are read.
 * `where` begins the message of an error: `plan.json:1`.
 * @throws RelvarError `bad-plan`, with the way to the place: `Plan › Plans[1]`
 */
export function readPlanJson(value: unknown, where = 'the plan'): QueryPlan {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const whole = isProperties(one) && 'Node Type' in one ? { Plan: one } : one;
  if (!isProperties(whole) || !isProperties(whole['Plan']))
    throw badPlan(where, Array.isArray(value) && value.length !== 1 ? `${value.length} plans, not one` : 'no "Plan"');
  const reader = newReader(where);
  const root = reader.node(whole['Plan'], 'Plan');
  const planning = properties(whole['Planning']);
  const planningBuffers = buffersOf(planning);
  const identifier = whole['Query Identifier'];
  const queryText = text(whole['Query Text']);
  const memory = number(planning['Memory Used']);
  const planningTime = number(whole['Planning Time']);
  const executionTime = number(whole['Execution Time'] ?? whole['Total Runtime']);
  const serialization = serializationOf(whole['Serialization']);
  const jit = jitOf(whole['JIT']);
  const facts: Facts = {};
  for (const [name, fact] of Object.entries(whole)) if (!planFields.has(name)) addFact(facts, name, fact);
  const allocated = number(planning['Memory Allocated']);
  if (allocated !== undefined) facts['Memory Allocated'] = allocated;
  return {
    root,
    ...(queryText === undefined ? {} : { queryText }),
    ...(identifier === undefined ? {} : { queryIdentifier: String(identifier) }),
    ...(planningTime === undefined ? {} : { planningMilliseconds: planningTime }),
    ...(planningBuffers ? { planningBuffers } : {}),
    ...(memory === undefined ? {} : { planningMemoryBytes: memory * 1024 }),
    ...(executionTime === undefined ? {} : { executionMilliseconds: executionTime }),
    settings: settingsOf(whole['Settings']),
    triggers: list(whole['Triggers']).map(triggerOf),
    ...(jit ? { jit } : {}),
    ...(serialization ? { serialization } : {}),
    analyzed: root.measured !== undefined,
    ...(reader.sawCosts() ? {} : { uncosted: true as const }),
    ...(Object.keys(facts).length > 0 ? { facts } : {}),
  };
}

function newReader(where: string) {
  let costs = false;
  return { node: (value: unknown, path: string) => node(value, path, undefined), sawCosts: () => costs };

  function node(value: unknown, path: string, parent: string | undefined): PlanNode {
    if (!isProperties(value)) throw badPlan(where, `${path} is no node`);
    const kind = value['Node Type'];
    if (typeof kind !== 'string') throw badPlan(where, `${path} has no "Node Type"`);
    const facts: Facts = {};
    for (const [name, fact] of Object.entries(value)) if (!nodeFields.has(name)) addFact(facts, name, fact);
    if ('Total Cost' in value) costs = true;
    const startup = figure(value, 'Startup Cost', path, where);
    const total = figure(value, 'Total Cost', path, where);
    const rows = figure(value, 'Plan Rows', path, where);
    const width = figure(value, 'Plan Width', path, where);
    const measured = measuredOf(value);
    const buffers = buffersOf(value);
    const readTime = sum(value, ['I/O Read Time', 'Shared I/O Read Time', 'Local I/O Read Time']);
    const writeTime = sum(value, ['I/O Write Time', 'Shared I/O Write Time', 'Local I/O Write Time']);
    const wal = walOf(value);
    const children = list(value['Plans']);
    const relationship = relationshipOf(value, parent);
    const direction = value['Scan Direction'];
    const planned = number(value['Workers Planned']);
    const launched = number(value['Workers Launched']);
    return {
      kind,
      ...(relationship === undefined ? {} : { relationship }),
      ...optional('subplanName', value['Subplan Name']),
      ...optional('strategy', value['Strategy']),
      ...optional('partialMode', value['Partial Mode']),
      ...optional('joinType', value['Join Type']),
      ...optional('operation', value['Operation']),
      parallelAware: value['Parallel Aware'] === true,
      asyncCapable: value['Async Capable'] === true,
      ...optional('schema', value['Schema']),
      ...optional('relation', value['Relation Name']),
      ...optional('alias', value['Alias']),
      ...optional('index', value['Index Name']),
      ...(direction === 'Forward' || direction === 'Backward' ? { scanDirection: direction } : {}),
      ...optional('cte', value['CTE Name']),
      ...optional('functionName', value['Function Name']),
      startupCost: startup,
      totalCost: total,
      rows,
      width,
      ...(value['Disabled'] === true ? { disabled: true } : {}),
      ...(measured ? { measured } : {}),
      ...(buffers ? { buffers } : {}),
      ...(readTime > 0 ? { readMilliseconds: readTime } : {}),
      ...(writeTime > 0 ? { writeMilliseconds: writeTime } : {}),
      ...(wal ? { wal } : {}),
      ...(planned === undefined ? {} : { workersPlanned: planned }),
      ...(launched === undefined ? {} : { workersLaunched: launched }),
      workers: list(value['Workers']).map(workerOf),
      facts,
      children: children.map((child, at) => node(child, `${path} › Plans[${at}]`, children.length === 1 ? kind : '')),
    };
  }
}

/** Before version 14 the plan below ModifyTable is called a member even where it is the only one. */
function relationshipOf(value: Properties, parent: string | undefined): string | undefined {
  const relationship = text(value['Parent Relationship']);
  return relationship === 'Member' && parent === 'ModifyTable' ? 'Outer' : relationship;
}

function measuredOf(value: Properties): Measured | undefined {
  const loops = number(value['Actual Loops']);
  if (loops === undefined) return undefined;
  const startup = number(value['Actual Startup Time']);
  const total = number(value['Actual Total Time']);
  // The text form tells no times of what was never executed.
  const timed = loops > 0 && startup !== undefined && total !== undefined;
  return {
    ...(timed ? { startupMilliseconds: startup, totalMilliseconds: total } : {}),
    rows: number(value['Actual Rows']) ?? 0,
    loops,
  };
}

function buffersOf(value: Properties): BufferUse | undefined {
  const blocks = (name: string) => number(value[`${name} Blocks`]) ?? 0;
  const use: BufferUse = {
    sharedHit: blocks('Shared Hit'),
    sharedRead: blocks('Shared Read'),
    sharedDirtied: blocks('Shared Dirtied'),
    sharedWritten: blocks('Shared Written'),
    localHit: blocks('Local Hit'),
    localRead: blocks('Local Read'),
    localDirtied: blocks('Local Dirtied'),
    localWritten: blocks('Local Written'),
    temporaryRead: blocks('Temp Read'),
    temporaryWritten: blocks('Temp Written'),
  };
  for (const name in use) if (use[name as keyof BufferUse] > 0) return use;
  return undefined;
}

function walOf(value: Properties): PlanNode['wal'] {
  const wal = {
    records: number(value['WAL Records']) ?? 0,
    fullPageImages: number(value['WAL FPI']) ?? 0,
    bytes: number(value['WAL Bytes']) ?? 0,
  };
  return wal.records > 0 || wal.fullPageImages > 0 || wal.bytes > 0 ? wal : undefined;
}

function workerOf(value: unknown): WorkerUse {
  const worker = properties(value);
  const measured = measuredOf(worker);
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(worker)) {
    if (name !== 'Worker Number' && !name.startsWith('Actual ')) addWorkerFact(facts, name, fact);
  }
  return { number: number(worker['Worker Number']) ?? 0, ...(measured ? { measured } : {}), facts };
}

function addWorkerFact(facts: Record<string, string | number>, name: string, value: unknown): void {
  const found: Facts = {};
  addFact(found, name, value);
  for (const [key, fact] of Object.entries(found)) {
    if (typeof fact === 'number' || typeof fact === 'string') {
      if (fact !== 0 || !/^(?:WAL|I\/O|Shared I\/O|Local I\/O) /.test(key)) facts[key] = fact;
    } else facts[key] = typeof fact === 'boolean' ? String(fact) : fact.join(', ');
  }
}

/** Adds a fact under its name; what is nested is told flat: `Full-sort Groups.Group Count`. */
function addFact(facts: Facts, name: string, value: unknown): void {
  if (value === null || value === undefined) return;
  if (name === 'Grouping Sets') facts[name] = groupingSets(value);
  else if (name === 'Target Tables') facts[name] = list(value).map((one) => targetTable(properties(one)));
  else if (Array.isArray(value)) facts[name] = value.map((item) => (typeof item === 'string' ? item : shown(item)));
  else if (isProperties(value)) {
    for (const [inner, part] of Object.entries(value)) addFact(facts, `${name}.${inner}`, part);
  } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    if ((value !== 0 && value !== false) || !isToldWhenSet(name)) facts[name] = value;
  }
}

function shown(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** As lines of the text form: `Sort Key: b`, `Group Key: b`, `Hash Key: a, c`, `Group Key: ()`. */
function groupingSets(value: unknown): readonly string[] {
  return list(value).flatMap((one) => {
    const set = properties(one);
    const sortKey = list(set['Sort Key']);
    const keys = (many: string, each: string) =>
      list(set[many]).map((key) => `${each}: ${list(key).map(shown).join(', ') || '()'}`);
    return [
      ...(sortKey.length > 0 ? [`Sort Key: ${sortKey.map(shown).join(', ')}`] : []),
      ...keys('Hash Keys', 'Hash Key'),
      ...keys('Group Keys', 'Group Key'),
    ];
  });
}

/** As in the text form, without quotes: `public.orders_1 orders_2`. */
function targetTable(target: Properties): string {
  const relation = text(target['Relation Name']) ?? '';
  const alias = text(target['Alias']);
  const schema = text(target['Schema']);
  return `${schema === undefined ? '' : `${schema}.`}${relation}${alias === undefined || alias === relation ? '' : ` ${alias}`}`;
}

function settingsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(properties(value)).map(([name, setting]) => [name, shown(setting)]));
}

function triggerOf(value: unknown): TriggerUse {
  const trigger = properties(value);
  const constraint = text(trigger['Constraint Name']);
  const milliseconds = number(trigger['Time']);
  return {
    name: text(trigger['Trigger Name']) ?? constraint ?? '',
    ...(constraint === undefined ? {} : { constraint }),
    ...optional('relation', trigger['Relation']),
    ...(milliseconds === undefined ? {} : { milliseconds }),
    calls: number(trigger['Calls']) ?? 0,
  };
}

function jitOf(value: unknown): JitUse | undefined {
  if (!isProperties(value)) return undefined;
  // Version 11 has no groups: `Generation Time`, `Inlining`, `Inlining Time`.
  const options: Record<string, boolean> = {};
  const milliseconds: Record<string, number> = {};
  for (const [name, option] of Object.entries({ ...value, ...properties(value['Options']) }))
    if (typeof option === 'boolean') options[name] = option;
  for (const [name, time] of Object.entries({ ...value, ...properties(value['Timing']) })) {
    const phase = name.replace(/ Time$/, '');
    if (isProperties(time) && 'Total' in time) {
      milliseconds[phase] = number(time['Total']) ?? 0;
      if ('Deform' in time) milliseconds['Deform'] = number(time['Deform']) ?? 0;
    } else if (typeof time === 'number' && name !== 'Functions' && name !== 'Worker Number') milliseconds[phase] = time;
  }
  return { functions: number(value['Functions']) ?? 0, options, milliseconds };
}

function serializationOf(value: unknown): QueryPlan['serialization'] {
  if (!isProperties(value)) return undefined;
  const milliseconds = number(value['Time']);
  return {
    ...(milliseconds === undefined ? {} : { milliseconds }),
    bytes: (number(value['Output Volume']) ?? 0) * 1024,
    format: text(value['Format']) ?? 'text',
  };
}

/** 0 where it is not told: with COSTS OFF. */
function figure(value: Properties, name: string, path: string, where: string): number {
  const found = value[name];
  if (found === undefined) return 0;
  const parsed = number(found);
  if (parsed === undefined) throw badPlan(where, `${path} has a "${name}" that is no number: ${shown(found)}`);
  return parsed;
}

function sum(value: Properties, names: readonly string[]): number {
  let whole = 0;
  for (const name of names) whole += number(value[name]) ?? 0;
  return whole;
}

function optional<Name extends string>(name: Name, value: unknown): { readonly [name in Name]?: string } {
  // TypeScript widens a computed name to an index signature.
  return value === undefined || value === null ? {} : ({ [name]: String(value) } as { [name in Name]: string });
}

function number(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function properties(value: unknown): Properties {
  return isProperties(value) ? value : {};
}

function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badPlan(where: string, what: string): RelvarError {
  return new RelvarError('bad-plan', `${where}: not a query plan: ${what}`, {
    hint: 'Paste the whole output of EXPLAIN.',
  });
}
