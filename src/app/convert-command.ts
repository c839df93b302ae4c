import type { Catalog } from '../catalog/catalog.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Column, Table } from '../catalog/table.ts';
import type { Config } from '../config/config.ts';
import type { Loss } from '../convert/conversion.ts';
import { convert } from '../convert/convert.ts';
import type { Engine } from '../engines/engine.ts';
import { engineNamed, latest, versionNamed } from '../engines/engines.ts';
import type { Receiving, TakenOver } from '../engines/receiving.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import type { EngineLab } from '../lab/engine-lab.ts';
import { labOf } from '../lab/labs.ts';
import { openSource } from './open-source.ts';
import { requireVersion } from './open-sql.ts';
import type { OpenedSource } from './opened-source.ts';
import { placeOf, unreadOf } from './unread.ts';

export interface ConvertRequest {
  readonly source: string;
  /** The engine that it is for, as a person names it. */
  readonly to: string;
  /** The version of it; the newest that is known, where none is said. */
  readonly target?: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
}

/** A schema for another engine, with what is not in it. */
export interface Conversion {
  readonly from: { readonly name: string; readonly engine: string };
  /** The engine with its version: `SQLite 3`. */
  readonly to: string;
  readonly statements: readonly string[];
  readonly losses: readonly Loss[];
  /** What the statements made where they were tried. */
  readonly made: Readonly<Record<'tables' | 'views' | 'indexes' | 'foreignKeys', number>>;
  /** `the embedded SQLite 3.53`. */
  readonly lab: string;
  /** False where statements were read alone, since the engine is not embedded. */
  readonly runs: boolean;
}

export interface ConvertResult {
  readonly conversion: Conversion;
  /** Of reading the source. */
  readonly diagnostics: readonly Diagnostic[];
  /** False where statements of the source were not read. */
  readonly isWhole: boolean;
}

/**
 * Writes the schema of a source for another engine, loads it there, and tells what could not be carried over.
 * @throws RelvarError `unknown-engine`, `same-engine`, `bad-target`; what opening a source throws
 */
export async function convertCommand(request: ConvertRequest): Promise<ConvertResult> {
  const engine = engineNamed(request.to);
  requireVersion(engine, request.target);
  const { target: _, ...given } = request;
  const opened = await openSource({ ...given, volumes: [] });
  try {
    const version = request.target ?? versionNamed(request.to.toLowerCase()) ?? latest(engine);
    if (opened.engine.id === engine.id) {
      const taken = await takenOver(opened, engine, version, request);
      if (taken) return withUnread(opened, taken);
      throw new RelvarError('same-engine', `${opened.source.name} is of ${engine.dialect.name} already`, {
        hint: 'choose another engine after --to',
      });
    }
    const made = await converted(opened, engine, version, { ...request, counters: opened.statistics.sequences });
    return withUnread(opened, made);
  } finally {
    await opened.close();
  }
}

/** What was not read of the source is not in the schema that was made of it. */
function withUnread(opened: OpenedSource, conversion: Conversion): ConvertResult {
  const unread = unreadOf(opened);
  const losses = unread.map((one) => ({
    what: placeOf(one),
    why: `not read, and what it makes is not here: ${one.message}`,
  }));
  return {
    conversion: { ...conversion, losses: [...losses, ...conversion.losses] },
    diagnostics: opened.diagnostics.filter(({ severity }) => severity !== 'note'),
    isWhole: unread.length === 0,
  };
}

/** The schema of an opened source for a version of another engine, as it loads there. */
export async function converted(
  opened: OpenedSource,
  engine: Engine,
  version: string,
  request: Pick<ConvertRequest, 'signal' | 'progress'> & {
    readonly holdsForms?: boolean;
    /** Where the numbers of rows have come to; nothing where they make no difference. */
    readonly counters?: Statistics['sequences'];
    /** What else becomes of the converted schema before it is loaded. */
    readonly adjusted?: (catalog: Catalog) => Catalog;
  },
): Promise<Conversion> {
  const { holdsForms = false, counters = {}, adjusted = (one) => one } = request;
  const receiving = engine.receiving(version);
  const traits = engine.traits(version);
  const giving = opened.engine.receiving(opened.version);
  const { catalog: plain, losses } = convert(opened.catalog, { giving, receiving, traits, counters, holdsForms });
  return await loadedIn(opened, engine, version, {
    ...request,
    catalog: adjusted(plain),
    losses,
    statements: receiving.statements,
  });
}

/** The schema of another product of the same engine for a version, as it loads there; nothing where it is of the same product. */
export async function takenOver(
  opened: OpenedSource,
  engine: Engine,
  version: string,
  { signal, progress }: Pick<ConvertRequest, 'signal' | 'progress'>,
): Promise<Conversion | undefined> {
  const taken = engine.receiving(version).fromProduct?.(opened.catalog, opened.version);
  return taken && (await loadedIn(opened, engine, version, { ...taken, signal, progress }));
}

/** A schema that the engine can hold, as it loads there. */
async function loadedIn(
  opened: OpenedSource,
  engine: Engine,
  version: string,
  request: Pick<ConvertRequest, 'signal' | 'progress'> & TakenOver,
): Promise<Conversion> {
  const { catalog, losses } = request;
  const traits = engine.traits(version);
  const receiving: Receiving = { ...engine.receiving(version), statements: request.statements };
  const lab = await labOf(engine);
  const trial = trialIn(lab, receiving, version, request);
  request.progress(`loading it in ${engine.dialect.name}`);
  const more: Loss[] = [];
  const tables = await fitted(catalog, receiving, trial, more);
  const { unusable } = await trial(receiving.statements({ ...catalog, tables }));
  for (const { name } of catalog.views) {
    const why = unusable.get(name);
    if (why !== undefined) more.push({ what: `view ${name}`, why });
  }
  const views = catalog.views.filter(({ name }) => !unusable.has(name));
  const { statements, failed, made } = await kept(receiving.statements({ ...catalog, tables, views }), trial);
  return {
    from: { name: opened.source.name, engine: opened.traits.name },
    to: traits.name,
    statements,
    losses: [...losses, ...more, ...failed],
    made: {
      tables: made.tables.length,
      views: made.views.length,
      indexes: made.tables.flatMap(({ indexes }) => indexes).length,
      foreignKeys: made.tables.flatMap(({ foreignKeys }) => foreignKeys).length,
    },
    lab: lab.name,
    runs: lab.runs,
  };
}

/** Loads statements in a new lab: what each fails with, by its place; and the schema that they make. */
type Trial = (statements: readonly string[]) => Promise<{
  readonly errors: ReadonlyMap<number, string>;
  readonly catalog: Catalog;
  /** Tables and views with something in them that the engine does not understand, by name, with its words. */
  readonly unusable: ReadonlyMap<string, string>;
}>;

function trialIn(
  lab: EngineLab,
  { probe }: Receiving,
  target: string,
  { signal }: Pick<ConvertRequest, 'signal'>,
): Trial {
  return async (statements) => {
    const starts: number[] = [];
    let line = 1;
    for (const sql of statements) {
      starts.push(line);
      line += ended(sql).split('\n').length;
    }
    const file = {
      name: 'converted.sql',
      async *read() {
        yield statements.map((sql) => `${ended(sql)}\n`).join('');
      },
    };
    const loaded = await lab.load([file], { signal, target, progress: () => {} });
    const unusable = new Map<string, string>();
    const probed = [
      ...loaded.catalog.tables.map((one) => [one, 'table'] as const),
      ...loaded.catalog.views.map((one) => [one, 'view'] as const),
    ];
    for (const [relation, kind] of probe ? probed : []) {
      const { error } = await loaded.lab.batch([probe?.(relation, kind) ?? '']);
      if (error) unusable.set(relation.name, error.message);
    }
    await loaded.lab.close();
    const errors = new Map<number, string>();
    for (const { severity, line: at, message } of loaded.diagnostics) {
      if (severity !== 'error' || at === undefined) continue;
      errors.set(
        starts.findLastIndex((start) => start <= at),
        message,
      );
    }
    return { errors, unusable, catalog: loaded.catalog };
  };
}

function ended(sql: string): string {
  return `${sql};`;
}

/** Tables as the engine takes them: those that it refuses without the checks, defaults and computed values at fault. */
async function fitted(catalog: Catalog, receiving: Receiving, trial: Trial, losses: Loss[]): Promise<readonly Table[]> {
  const { tables } = catalog;
  const whole = await trial(receiving.statements({ ...catalog, views: [] }));
  if (whole.errors.size + whole.unusable.size === 0) return tables;
  const made = new Set(whole.catalog.tables.map(({ name }) => name).filter((name) => !whole.unusable.has(name)));
  const result: Table[] = [];
  for (const table of tables) {
    const makes = async (one: Table) => {
      const alone = { ...one, foreignKeys: [], indexes: keysOf(one) };
      const { errors, unusable } = await trial(receiving.statements({ ...catalog, views: [], tables: [alone] }));
      return errors.size + unusable.size === 0;
    };
    result.push(made.has(table.name) ? table : await reduced(table, makes, losses));
  }
  return result;
}

/** The indexes of keys, which stand in the table itself. */
function keysOf({ indexes }: Table): Table['indexes'] {
  return indexes.filter(({ constraint }) => constraint !== undefined);
}

async function reduced(table: Table, makes: (table: Table) => Promise<boolean>, losses: Loss[]): Promise<Table> {
  const bare = ({ default: _, generated: __, ...column }: Column): Column => column;
  let kept: Table = { ...table, checks: [], columns: table.columns.map(bare) };
  for (const [at, column] of table.columns.entries()) {
    if (column.default === undefined && !column.generated) continue;
    const next = { ...kept, columns: kept.columns.map((one, place) => (place === at ? column : one)) };
    if (await makes(next)) kept = next;
    else {
      const what = column.generated ? `the expression ${column.generated.expression}` : `the default ${column.default}`;
      losses.push({ what: `column ${table.name}.${column.name}`, why: `${what}, which the engine refuses` });
    }
  }
  for (const check of table.checks) {
    const next = { ...kept, checks: [...kept.checks, check] };
    if (await makes(next)) kept = next;
    else losses.push({ what: `check ${check.name} of ${table.name}`, why: `the engine refuses ${check.expression}` });
  }
  return kept;
}

/** Statements that the engine takes, and those that it refuses; what needs one that is refused goes with it. */
async function kept(
  all: readonly string[],
  trial: Trial,
): Promise<{ readonly statements: readonly string[]; readonly failed: readonly Loss[]; readonly made: Catalog }> {
  const failed: Loss[] = [];
  let statements = all;
  for (;;) {
    const { errors, catalog: made } = await trial(statements);
    if (errors.size === 0) return { statements, failed, made };
    for (const [at, why] of errors) failed.push({ what: madeBy(statements[at] ?? ''), why });
    statements = statements.filter((_, at) => !errors.has(at));
  }
}

/** `view public.orders_of_day` of the statement that makes it; of any other its beginning. */
function madeBy(sql: string): string {
  const [line = ''] = sql.split('\n');
  const name = String.raw`((?:"[^"]+"|\`[^\`]+\`|[\w.])+)`;
  const made = new RegExp(
    String.raw`^create\s+(?:or\s+replace\s+)?(?:\w+\s+){0,2}?(table|view|index|type|sequence)\s+(?:if\s+not\s+exists\s+)?${name}`,
    'i',
  ).exec(line);
  return made ? `${made[1]?.toLowerCase()} ${made[2]}` : line.replace(/\s*\($/, '').slice(0, 60);
}
