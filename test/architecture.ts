import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';

/**
 * The folders of src in the direction of the data: a file imports from its own folder and from those on earlier
 * lines, never from a later line and never from another folder of its own line.
 */
const layers: readonly (readonly string[])[] = [
  ['catalog'],
  ['findings'],
  ['config'],
  ['engines', 'workload'],
  ['lab'],
  ['sources'],
  [
    'rules',
    'explain',
    'advisor',
    'profile',
    'normalize',
    'diff',
    'convert',
    'design',
    'refactor',
    'scale',
    'seed',
    'diagram',
  ],
  ['plan'],
  ['apply', 'check'],
  ['output'],
  ['version.ts'],
  ['app'],
  ['design-api.ts'],
  ['cli', 'mcp', 'studio', 'index.ts'],
];

/** What lies side by side in these folders knows nothing of its neighbours: a rule's folder, a command's file. */
const neighbourhoods = ['rules', 'explain/signs', 'engines', 'cli/commands', 'mcp/tools'];

/** Folders of a neighbourhood that belong to no neighbour: what engines read and write queries by. */
const shared = ['engines/query', 'engines/designed'];

/** Same input, same bytes: clock, random, environment and files are handed in. */
const pure = ['catalog', 'findings', 'rules', 'explain', 'diff', 'convert', 'plan', 'check', 'output', 'diagram'];

/** Folders that work with one engine by name; all others ask a trait. */
const knowEngines = ['engines', 'lab'];

const drivers =
  /^(pg|pg-[\w-]+|postgres|mysql|mysql2|mariadb|better-sqlite3|sqlite3|sql\.js|node-sqlite3-wasm|node:sqlite|@electric-sql\/.+)(\/.*)?$/;
const parsers = /^(libpg-query|pgsql-deparser|@pgsql\/.+)$/;
const engineName = /^(postgres|postgresql|mysql|mariadb|sqlite|sqlite3|mssql|sqlserver|oracle)(:(\/\/)?)?$/i;
/** What the parser of one engine calls statements and their parts. */
const parserWord = /^(AT_[A-Z]\w+|OBJECT_[A-Z]+|[A-Z]\w+Stmt)$/;
const impureModules = /^(node:)?(fs|fs\/promises|os|child_process|net|http|https|dns|worker_threads|process)$/;

const verbs = '(?:CREATE|ALTER|DROP|TRUNCATE|REINDEX|COMMENT ON)';
const kinds =
  '(?:OR REPLACE |UNIQUE |CONCURRENTLY |TEMP |TEMPORARY |UNLOGGED |MATERIALIZED |FOREIGN |EVENT )*(?:TABLE|INDEX|VIEW|SCHEMA|SEQUENCE|TYPE|DOMAIN|TRIGGER|FUNCTION|PROCEDURE|AGGREGATE|POLICY|EXTENSION|PUBLICATION|STATISTICS|ROLE|DATABASE|COLUMN|CONSTRAINT)';
/** Where a statement may begin: a line, after a semicolon or a hole. (In a sentence it is only spoken of.) */
const begin = '(?:^|[;\u0001])\\s*';
/** In lower case only with something after it: `'create index'` is a kind of change. */
const ddl = new RegExp(
  `${begin}${verbs}\\s+${kinds}\\b|${begin}${verbs.toLowerCase()}\\s+${kinds.toLowerCase()}\\s+\\S`,
  'm',
);

export interface Violation {
  /** The number of the rule in docs/architecture.md. */
  readonly rule: 1 | 2 | 3 | 4 | 5 | 6;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

/** What a source file does against the rules. `file` is its path from the package's folder: `src/rules/rule.ts`. */
export function violations(file: string, source: string): readonly Violation[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Violation[] = [];
  const path = file.replace(/^src\//, '');
  const report = (rule: Violation['rule'], node: Node, message: string) => {
    found.push({ rule, file, line: source.slice(0, node.start).split('\n').length, message });
  };
  walk(program as unknown as Node, undefined, (node, parent) => {
    const imported = importOf(node);
    if (imported) checkImport(path, imported, (rule, message) => report(rule, node, message));
    checkEngineNames(path, node, parent, (message) => report(3, node, message));
    checkDdl(path, node, parent, (message) => report(4, node, message));
    checkPurity(path, node, (message) => report(5, node, message));
    checkProcess(path, node, (message) => report(6, node, message));
  });
  return found;
}

interface Import {
  readonly name: string;
  readonly how: 'static' | 'dynamic' | 'type';
}

/** What a node imports, when it is an import of any form. */
function importOf(node: Node): Import | undefined {
  const named = (part: unknown, how: Import['how']): Import | undefined => {
    const name = text(part as Node | null);
    return name === undefined ? undefined : { name, how };
  };
  switch (node.type) {
    case 'ImportDeclaration':
      return named(node['source'], node['importKind'] === 'type' ? 'type' : 'static');
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return named(node['source'], node['exportKind'] === 'type' ? 'type' : 'static');
    case 'ImportExpression':
      return named(node['source'], 'dynamic');
    case 'TSImportType':
      return named(node['source'] ?? node['argument'], 'type');
    case 'CallExpression':
      return memberName(node['callee'] as Node) === 'require'
        ? named((node['arguments'] as Node[])[0], 'dynamic')
        : undefined;
    default:
      return undefined;
  }
}

function checkImport(path: string, { name, how }: Import, report: (rule: 1 | 2 | 5, message: string) => void): void {
  if (name.startsWith('.')) {
    const target = posix.join(posix.dirname(path), name);
    checkDirection(path, target, (message) => report(1, message));
    return;
  }
  const folder = folderOf(path);
  if (drivers.test(name)) {
    if (how === 'type' && knowEngines.includes(folder)) return;
    if (folder !== 'lab' && !/^engines\/[^/]+\/connect\.ts$/.test(path)) {
      report(2, `imports the driver ${name}; only engines/*/connect.ts and lab/ do`);
    } else if (how === 'static') {
      report(2, `imports the driver ${name} when it is loaded; import() it when it is needed`);
    }
  }
  if (parsers.test(name) && how !== 'type' && folder !== 'engines' && folder !== 'workload') {
    report(2, `imports the parser ${name}; only engines/ and workload/ do`);
  }
  if (pure.includes(folder) && how !== 'type' && impureModules.test(name)) {
    report(5, `imports ${name}; what it needs of the outside is handed in`);
  }
}

function checkDirection(path: string, target: string, report: (message: string) => void): void {
  if (target.startsWith('..')) {
    if (!target.endsWith('.json')) report(`imports ${target}, outside src`);
    return;
  }
  const [from, to] = [folderOf(path), folderOf(target)];
  const [own, other] = [layerOf(from), layerOf(to)];
  if (own === -1) report(`${from} is no folder of the architecture`);
  else if (other === -1) report(`imports ${target}, in no folder of the architecture`);
  else if (from !== to && own === other) report(`imports ${target}: ${from} and ${to} lie side by side`);
  else if (own < other) report(`imports ${target}: ${to} comes after ${from}`);
  // Beyond the engines' registry, use cases and doors know only what every engine offers.
  if (own >= layerOf('app') && /^engines\/[^/]+\//.test(target)) {
    report(`imports ${target}, of one engine; the engine's interface offers it`);
  }
  for (const neighbourhood of neighbourhoods) {
    const [here, there] = [neighbour(neighbourhood, path), neighbour(neighbourhood, target)];
    if (here && there && here !== there) report(`imports ${target}: ${here} and ${there} are neighbours`);
  }
}

/** The part of a neighbourhood that a path belongs to: nothing for what the neighbours share. */
function neighbour(neighbourhood: string, path: string): string | undefined {
  if (!path.startsWith(`${neighbourhood}/`)) return undefined;
  if (shared.some((folder) => path.startsWith(`${folder}/`))) return undefined;
  const [first, ...rest] = path.slice(neighbourhood.length + 1).split('/');
  return rest.length > 0 || neighbourhood.includes('/') ? first : undefined;
}

function checkEngineNames(path: string, node: Node, parent: Node | undefined, report: (message: string) => void): void {
  const value = text(node);
  if (value === undefined || knowEngines.includes(folderOf(path))) return;
  // Queries are read by it there, too.
  if (parserWord.test(value) && folderOf(path) !== 'workload')
    report(`knows the word of a parser ('${value}'); engines/migration-action.ts has one for all`);
  if (!engineName.test(value)) return;
  if (asked(node, parent)) report(`asks which engine it is ('${value}'); ask a trait`);
}

/** The example of a hazard is text for people and for its test. */
function isExample(parent: Node | undefined): boolean {
  const key = parent?.type === 'Property' ? (parent as unknown as { key: { name?: string } }).key.name : undefined;
  return key === 'schema' || key === 'migration';
}

function checkDdl(path: string, node: Node, parent: Node | undefined, report: (message: string) => void): void {
  const folder = folderOf(path);
  if (folder === 'lab' || (folder === 'engines' && path.split('/').length > 2) || asked(node, parent)) return;
  if (path.includes('check/hazards/') && isExample(parent)) return;
  const written = node.type === 'TemplateLiteral' ? templateText(node) : text(node);
  const statement = written === undefined ? undefined : ddl.exec(written)?.[0];
  if (statement !== undefined)
    report(`writes DDL (${statement.trim()}); return a change, engines/*/render.ts writes it`);
}

/** Whether the literal is only compared with something: `x === 'y'`, `case 'y':`, `x.startsWith('y')`. */
function asked(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case 'BinaryExpression':
      return ['===', '!==', '==', '!=', 'in'].includes(parent['operator'] as string);
    case 'SwitchCase':
      return parent['test'] === node;
    case 'CallExpression':
      return ['includes', 'startsWith', 'endsWith', 'indexOf', 'has', 'match', 'search'].includes(
        memberName(parent['callee'] as Node)
          ?.split('.')
          .at(-1) ?? '',
      );
    default:
      return false;
  }
}

const clocks = [
  'Date.now',
  'Math.random',
  'performance.now',
  'crypto.randomUUID',
  'crypto.getRandomValues',
  'randomUUID',
  'randomBytes',
];

function checkPurity(path: string, node: Node, report: (message: string) => void): void {
  if (!pure.includes(folderOf(path))) return;
  const name = node.type === 'MemberExpression' ? memberName(node) : undefined;
  const called = node.type === 'CallExpression' ? memberName(node['callee'] as Node) : undefined;
  if (name !== undefined && /^process\.\w+$/.test(name)) report(`reads ${name}; the environment is handed in`);
  if (called !== undefined && (clocks.includes(called) || called === 'Date'))
    report(`calls ${called}; it is handed in`);
  if (node.type === 'NewExpression' && memberName(node['callee'] as Node) === 'Date' && count(node) === 0) {
    report('reads the clock with new Date(); the time is handed in');
  }
  const method = called?.split('.').at(-1) ?? '';
  if ((method === 'localeCompare' && count(node) < 2) || (/^toLocale/.test(method) && count(node) === 0)) {
    report(`calls ${method}, which depends on the machine's locale`);
  }
}

function checkProcess(path: string, node: Node, report: (message: string) => void): void {
  if (path === 'cli/main.ts') return;
  const only = 'only cli/main.ts does';
  const name = node.type === 'MemberExpression' ? memberName(node) : undefined;
  if (name !== undefined && /^(globalThis\.)?process\.(exit|env)$/.test(name)) report(`uses ${name}; ${only}`);
  if (node.type === 'ImportDeclaration' && /^(node:)?process$/.test(text(node['source'] as Node) ?? '')) {
    for (const { imported } of node['specifiers'] as { imported?: { name: string } }[]) {
      if (imported && ['exit', 'env'].includes(imported.name))
        report(`imports ${imported.name} of node:process; ${only}`);
    }
  }
  if (node.type === 'VariableDeclarator' && memberName(node['init'] as Node | null) === 'process') {
    report(`takes process apart; ${only}`);
  }
}

/** `a.b` or `a['b']` as `a.b`; of a longer or a computed start only what is known: `f().b` → `.b`. */
function memberName(node: Node | null): string | undefined {
  switch (node?.type) {
    case 'Identifier':
      return node['name'] as string;
    case 'ChainExpression':
      return memberName(node['expression'] as Node);
    case 'MemberExpression': {
      const property = node['property'] as Node;
      const name = node['computed'] ? text(property) : memberName(property);
      return name === undefined ? undefined : `${memberName(node['object'] as Node) ?? ''}.${name}`;
    }
    default:
      return undefined;
  }
}

/** The text of a string literal, or of a template without holes. */
function text(node: Node | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type === 'TemplateLiteral' && (node['expressions'] as Node[]).length === 0) return templateText(node);
  return undefined;
}

/** A template's text with U+0001 in each hole. */
function templateText(node: Node): string {
  return (node['quasis'] as { value: { cooked: string | null } }[])
    .map((part) => part.value.cooked ?? '')
    .join('\u0001');
}

const count = (node: Node): number => (node['arguments'] as Node[]).length;
const folderOf = (path: string): string => path.split('/')[0] ?? '';
const layerOf = (folder: string): number => layers.findIndex((layer) => layer.includes(folder));

function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child !== null && typeof child === 'object' && typeof child.type === 'string') walk(child, node, visit);
    }
  }
}
