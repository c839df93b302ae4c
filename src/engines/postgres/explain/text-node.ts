import { readName } from './identifiers.ts';

/** A node or a plan in the shape of the engine's JSON form, while it is being read. */
export type Raw = Record<string, unknown>;

/** A line of the text form that says what a node is, taken apart. */
export interface NodeLine {
  readonly node: Raw;
  /** Costs or measured figures stand in it, or `(never executed)`. */
  readonly hasFigures: boolean;
  /** It begins as nodes of PostgreSQL begin. */
  readonly known: boolean;
}

const figures =
  /^(.*?)(?:\s*\(cost=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?) rows=(\d+(?:\.\d+)?) width=(\d+)\))?(?:\s*\((?:actual (?:time=(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?) )?rows=(\d+(?:\.\d+)?) loops=(\d+)|(never executed))\))?\s*$/s;

/**
 * Reads `Parallel Seq Scan on orders o  (cost=0.00..1.00 rows=1 width=4) (actual time=0.1..0.2 rows=1.00 loops=3)`,
 * without the arrow. Nothing where the line's figures are broken, or it has none and is no node that PostgreSQL has.
 */
export function readNodeLine(text: string): NodeLine | undefined {
  // A page that shows plans to people separates thousands.
  const match = figures.exec(
    /\((?:cost|actual)[^()]*\d,\d/.test(text) ? text.replace(/(\d),(?=\d{3}\b)/g, '$1') : text,
  );
  if (!match) return undefined;
  const [, head = '', startup, total, rows, width, first, last, actualRows, loops, never] = match;
  if (/\((?:cost|actual)[ =]/.test(head.replace(/"(?:[^"]|"")*"/g, ''))) return undefined;
  const read = readHead(head.trim());
  const hasFigures = total !== undefined || loops !== undefined || never !== undefined;
  if (!read || (!read.known && !hasFigures)) return undefined;
  return {
    known: read.known,
    hasFigures,
    node: {
      ...read.node,
      ...(total === undefined
        ? {}
        : {
            'Startup Cost': Number(startup),
            'Total Cost': Number(total),
            'Plan Rows': Number(rows),
            'Plan Width': Number(width),
          }),
      ...(last === undefined ? {} : { 'Actual Startup Time': Number(first), 'Actual Total Time': Number(last) }),
      ...(loops === undefined ? {} : { 'Actual Rows': Number(actualRows), 'Actual Loops': Number(loops) }),
      ...(never === undefined ? {} : { 'Actual Rows': 0, 'Actual Loops': 0 }),
    },
  };
}

/** Names that take nothing after them. */
const plain = new Set([
  'Result',
  'ProjectSet',
  'Append',
  'Merge Append',
  'Recursive Union',
  'BitmapAnd',
  'BitmapOr',
  'Gather',
  'Gather Merge',
  'Materialize',
  'Memoize',
  'Result Cache',
  'Sort',
  'Incremental Sort',
  'Group',
  'WindowAgg',
  'Unique',
  'LockRows',
  'Limit',
  'Hash',
]);

/** Scans of something, by the property that names it; of the others the alias alone is told. */
const scans: Readonly<Record<string, string | undefined>> = {
  'Seq Scan': 'Relation Name',
  'Sample Scan': 'Relation Name',
  'Bitmap Heap Scan': 'Relation Name',
  'Tid Scan': 'Relation Name',
  'Tid Range Scan': 'Relation Name',
  'Foreign Scan': 'Relation Name',
  'Index Scan': 'Relation Name',
  'Index Only Scan': 'Relation Name',
  'Function Scan': 'Function Name',
  'Table Function Scan': 'Table Function Name',
  'CTE Scan': 'CTE Name',
  'WorkTable Scan': 'CTE Name',
  'Named Tuplestore Scan': 'Tuplestore Name',
  'Subquery Scan': undefined,
  'Values Scan': undefined,
};
const scan = new RegExp(`^(${Object.keys(scans).join('|')})(?=\\s|$)(.*)$`, 's');

function readHead(text: string): { readonly node: Raw; readonly known: boolean } | undefined {
  let head = text.replace(/\s+/g, (space) => (space.length > 1 && !text.includes('"') ? ' ' : space));
  const node: Raw = { 'Node Type': '', 'Parallel Aware': false, 'Async Capable': false };
  const prefix = (word: string) => {
    if (!head.startsWith(`${word} `)) return false;
    head = head.slice(word.length + 1);
    return true;
  };
  if (prefix('Parallel')) node['Parallel Aware'] = true;
  if (prefix('Async')) node['Async Capable'] = true;
  const known =
    readPlain(head, node) ||
    readAggregate(head, node) ||
    readJoin(head, node) ||
    readSetOperation(head, node) ||
    readModify(head, node) ||
    readBitmapIndexScan(head, node) ||
    readScan(head, node) ||
    readCustomScan(head, node);
  if (known) return { node, known };
  // A node of an extension or a later version.
  const other = /^([A-Z]\w*(?: (?!on |using )\w+)*)( on .*)?$/s.exec(head);
  if (!other) return undefined;
  node['Node Type'] = other[1];
  if (other[2] !== undefined && !readTarget(other[2], 'Relation Name', node)) return undefined;
  return { node, known: false };
}

function readPlain(head: string, node: Raw): boolean {
  if (!plain.has(head)) return false;
  node['Node Type'] = head;
  return true;
}

const strategies: Readonly<Record<string, string>> = { '': 'Plain', Group: 'Sorted', Hash: 'Hashed', Mixed: 'Mixed' };

function readAggregate(head: string, node: Raw): boolean {
  const match = /^(?:(Partial|Finalize) )?(Group|Hash|Mixed|)Aggregate$/.exec(head);
  if (!match) return false;
  node['Node Type'] = 'Aggregate';
  node['Strategy'] = strategies[match[2] ?? ''];
  node['Partial Mode'] = match[1] ?? 'Simple';
  return true;
}

function readJoin(head: string, node: Raw): boolean {
  const match = /^(Nested Loop|Hash|Merge)(?: (Left|Right|Full|Semi|Anti|Right Semi|Right Anti))?( Join)?$/.exec(head);
  if (!match) return false;
  const [, method, type, word] = match;
  if ((word === undefined) !== (method === 'Nested Loop' && type === undefined)) return false;
  node['Node Type'] = method === 'Nested Loop' ? method : `${method} Join`;
  node['Join Type'] = type ?? 'Inner';
  return true;
}

function readSetOperation(head: string, node: Raw): boolean {
  const match = /^(Hash)?SetOp ((?:Intersect|Except)(?: All)?)$/.exec(head);
  if (!match) return false;
  node['Node Type'] = 'SetOp';
  node['Strategy'] = match[1] ? 'Hashed' : 'Sorted';
  node['Command'] = match[2];
  return true;
}

function readModify(head: string, node: Raw): boolean {
  const match = /^(Foreign )?(Insert|Update|Delete|Merge)( on .*|$)/s.exec(head);
  if (!match) return false;
  const [, foreign, operation, target = ''] = match;
  node['Node Type'] = foreign ? 'Foreign Scan' : 'ModifyTable';
  node['Operation'] = operation;
  // A direct modification of foreign tables that are joined names none.
  return target === '' ? foreign !== undefined : readTarget(target, 'Relation Name', node);
}

function readBitmapIndexScan(head: string, node: Raw): boolean {
  const match = /^Bitmap Index Scan on (.*)$/s.exec(head);
  const index = match && readName(match[1] ?? '');
  if (index?.rest !== '') return false;
  node['Node Type'] = 'Bitmap Index Scan';
  node['Index Name'] = index.parts.at(-1);
  return true;
}

function readScan(head: string, node: Raw): boolean {
  const match = scan.exec(head);
  const kind = match?.[1];
  if (!match || kind === undefined) return false;
  node['Node Type'] = kind;
  let rest = match[2] ?? '';
  if (kind === 'Index Scan' || kind === 'Index Only Scan') {
    const direction = /^ Backward(?= using )/.exec(rest)?.[0] ?? '';
    node['Scan Direction'] = direction === '' ? 'Forward' : 'Backward';
    const index = rest.startsWith(`${direction} using `) ? readName(rest.slice(direction.length + 7)) : undefined;
    if (!index) return false;
    node['Index Name'] = index.parts.at(-1);
    rest = index.rest;
  }
  if (kind === 'Foreign Scan') node['Operation'] = 'Select';
  // A foreign scan of a join that is done elsewhere has no target.
  if (rest === '') return kind === 'Foreign Scan' || kind === 'Named Tuplestore Scan';
  return readTarget(rest, scans[kind], node);
}

function readCustomScan(head: string, node: Raw): boolean {
  const match = /^Custom Scan(?: \(([^()]*)\))?( on .*|$)/s.exec(head);
  if (!match) return false;
  node['Node Type'] = 'Custom Scan';
  if (match[1] !== undefined) node['Custom Plan Provider'] = match[1];
  return match[2] === '' || readTarget(match[2] ?? '', 'Relation Name', node);
}

/** Reads ` on schema.relation alias`: the text form leaves out an alias that is equal to the name. */
function readTarget(text: string, property: string | undefined, node: Raw): boolean {
  const name = text.startsWith(' on ') ? readName(text.slice(4)) : undefined;
  const alias = name?.rest.startsWith(' ') ? readName(name.rest.slice(1)) : undefined;
  const last = name?.parts.at(-1);
  if (!name || last === undefined || (name.rest !== '' && alias?.rest !== '')) return false;
  if (property !== undefined) node[property] = last;
  if (name.parts.length > 1) node['Schema'] = name.parts.at(-2);
  node['Alias'] = alias?.parts.at(-1) ?? last;
  return true;
}

/** Whether so many plans below a node can be, as far as its kind tells: a join has two, a scan has none. */
export function inputsOf(node: Raw): { readonly least: number; readonly most: number } {
  const kind = String(node['Node Type']);
  if (/^(?:Nested Loop|Hash Join|Merge Join|Recursive Union)$/.test(kind)) return { least: 2, most: 2 };
  if (kind === 'SetOp') return { least: 1, most: 2 };
  if (/^(?:Result|Foreign Scan)$/.test(kind)) return { least: 0, most: 1 };
  if (/^(?:BitmapAnd|BitmapOr)$/.test(kind)) return { least: 2, most: Number.POSITIVE_INFINITY };
  if (kind === 'ModifyTable') return { least: 1, most: Number.POSITIVE_INFINITY };
  if (/^(?:Subquery Scan|Bitmap Heap Scan)$/.test(kind)) return { least: 1, most: 1 };
  if (kind in scans || kind === 'Bitmap Index Scan') return { least: 0, most: 0 };
  if (kind === 'Aggregate' || kind === 'ProjectSet') return { least: 1, most: 1 };
  if (plain.has(kind) && !/Append$/.test(kind)) return { least: 1, most: 1 };
  // All of its partitions may have been found not to be needed.
  if (/Append$/.test(kind) && node['Subplans Removed'] === undefined)
    return { least: 1, most: Number.POSITIVE_INFINITY };
  return { least: 0, most: Number.POSITIVE_INFINITY };
}
