import { headOf } from './head.ts';

/** A CREATE TABLE without its foreign keys, and the statements that add them. */
export interface Detached {
  readonly create: string;
  readonly references: readonly string[];
}

const name = '(?:"(?:[^"]|"")*"|[A-Za-z_\\u0080-\\uffff][\\w$\\u0080-\\uffff]*)';
const qualified = `${name}(?:\\s*\\.\\s*${name})?`;
const action = '(?:CASCADE|RESTRICT|NO\\s+ACTION|SET\\s+(?:NULL|DEFAULT)(?:\\s*\\([^)]*\\))?)';
const clause =
  `REFERENCES\\s+${qualified}(?:\\s*\\([^)]*\\))?` +
  `(?:\\s+MATCH\\s+\\w+|\\s+ON\\s+(?:DELETE|UPDATE)\\s+${action}|\\s+(?:NOT\\s+)?DEFERRABLE|\\s+INITIALLY\\s+\\w+)*`;
const ofColumn = new RegExp(`(?:\\bCONSTRAINT\\s+(${name})\\s+)?\\b(${clause})`, 'i');
const ofTable = new RegExp(`^\\s*(?:CONSTRAINT\\s+${name}\\s+)?FOREIGN\\s+KEY\\b`, 'i');
const head = new RegExp(
  `^(CREATE\\s+(?:UNLOGGED\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?(${qualified})\\s*)\\(`,
  'i',
);

/** Takes the foreign keys out of a CREATE TABLE; nothing when there are none, or when it is written in an unusual way. */
export function detachForeignKeys(sql: string): Detached | undefined {
  const start = head.exec(sql);
  const [, , table] = start ?? [];
  if (!start || table === undefined) return undefined;
  const body = elements(sql, start[0].length);
  if (!body) return undefined;
  const references: string[] = [];
  const kept: string[] = [];
  for (const element of body.elements) {
    if (ofTable.test(element)) {
      references.push(`ALTER TABLE ${table} ADD ${element.trim()}`);
      continue;
    }
    // Strings and comments are blanked, so that what is found is where it is in the element.
    const match = ofColumn.exec(element.replace(quoted, (text) => ' '.repeat(text.length)));
    const [column = ''] = new RegExp(name).exec(element) ?? [];
    if (!match || headOf(element, 1)[0] === 'CONSTRAINT') {
      kept.push(element);
      continue;
    }
    const constraint = match[1] === undefined ? '' : `CONSTRAINT ${match[1]} `;
    references.push(`ALTER TABLE ${table} ADD ${constraint}FOREIGN KEY (${column}) ${match[2]}`);
    const end = match.index + match[0].length;
    kept.push(element.slice(0, match.index) + match[0].replace(/[^\n]/g, ' ') + element.slice(end));
  }
  if (references.length === 0) return undefined;
  return { create: `${sql.slice(0, start[0].length)}${kept.join(',')}${sql.slice(body.end)}`, references };
}

const quoted = /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g;
const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[(),]/g;

/** What stands between the commas of a list that begins behind its opening parenthesis, and where the list ends. */
function elements(
  sql: string,
  from: number,
): { readonly elements: readonly string[]; readonly end: number } | undefined {
  const found: string[] = [];
  let depth = 0;
  let begin = from;
  token.lastIndex = from;
  for (let match = token.exec(sql); match; match = token.exec(sql)) {
    if (match[0] === '(') depth++;
    else if (match[0] === ')' && depth > 0) depth--;
    else if (match[0] === ')') {
      found.push(sql.slice(begin, match.index));
      return { elements: found, end: match.index };
    } else if (match[0] === ',' && depth === 0) {
      found.push(sql.slice(begin, match.index));
      begin = match.index + 1;
    }
  }
  return undefined;
}
