const typeWord =
  '(?:big|small)?(?:serial|int(?:eger)?\\d?)|number|long|short|varchar2?|n?char|character|string|str|text|citext|decimal|numeric|float\\d?|double|real|money|timestamptz?|datetime|date|time|interval|bool(?:ean)?|jsonb?|uuid|guid|enum|inet|bytea|blob';
const type = new RegExp(`^(?:${typeWord})\\b`, 'i');
const mark = /\b(?:pk|fk|primary key|foreign key|references|unique|not null|nullable)\b|->|→/i;
const name = '["\'`]?([\\p{L}_][\\p{L}\\p{N}_]*)["\'`]?';

/**
 * Data models in the notations of other tools (DBML, Mermaid, PlantUML, Prisma, classes, YAML, lists of columns under a
 * name) as lines of the form `Name(column type marks, …)`. Every line stays where it was.
 */
export function inOneNotation(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => (noise.test(line) ? '' : oneLine(line)));
  for (let at = 0; at < lines.length; at++) {
    const block = blockAt(lines, at) ?? listAt(lines, at);
    if (!block) continue;
    lines[at] = block.table;
    lines.fill('', at + 1, block.end);
    at = block.end - 1;
  }
  return lines.join('\n');
}

/** Lines that open and close a diagram, and what its tool alone is told. */
const noise = /^\s*(?:erDiagram|classDiagram|@(?:start|end)uml|hide\s+\w+|skinparam\b.*|```\s*\w*)\s*$/;

interface Block {
  readonly table: string;
  /** The line behind it. */
  readonly end: number;
}

/** `Hangar[id, length]`, `PLAYERS (player_id, #team_id)`, `garden: {id: uuid pk}`, `books: id int pk, isbn char(13)`. */
function oneLine(line: string): string {
  const bracketed = line.replace(/(^|[;,]\s*)([A-Z]\w*)\s*\[([^[\]]*,[^[\]]*)\](?=\s*(?:[;.,]|$))/g, '$1$2($3)');
  if (bracketed !== line) return bracketed.replaceAll(/(\w)\*/g, '$1');
  // A reference of Merise: `PLAYERS (player_id, #team_id)`.
  if (/^\s*[\p{L}_]\w*\s*\([^()]*#\w/u.test(line)) return line.replaceAll(/#(\w+)/g, '$1 fk');
  const found =
    new RegExp(`^\\s*(?:-\\s+)?${name}\\s*:\\s*\\{(.*)\\}\\s*,?\\s*$`, 'u').exec(line) ??
    new RegExp(`^\\s*(?:-\\s+)?${name}\\s*:\\s+([^{}]*,[^{}]*)$`, 'u').exec(line);
  const members = columnsIn(found?.[2] ?? '');
  const typed = members.filter((one) => isColumn(one));
  return found && typed.length >= 2 && typed.length * 2 >= members.length
    ? `${found[1]}(${members.map((one) => column(one)).join(', ')})`
    : line;
}

/** Between commas outside of parentheses. */
function columnsIn(text: string): readonly string[] {
  return text
    .split(/,(?![^([]*[)\]])/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** A name with a type or with a mark of a key. */
function isColumn(text: string): boolean {
  const [, rest = ''] = /^[*+#~-]?\s*["'`]?[\p{L}_][\p{L}\p{N}_]*["'`]?\??\s*(?::\s*|\s+)\(?(.*)$/u.exec(text) ?? [];
  return type.test(rest) || /^(?:pk|fk|primary key|foreign key)\b/i.test(rest);
}

/** `Table owners {`, `class Ship {`, `model User {`, `CUSTOMER {` up to its brace. */
function blockAt(lines: readonly string[], at: number): Block | undefined {
  const head = new RegExp(
    `^\\s*(?:(?:export\\s+)?(?:table|entity|class|model|type|interface|struct)\\s+)?${name}(?:\\s+as\\s+\\w+)?(?:\\s*\\[[^\\]]*\\])?\\s*(?:<<\\w+>>\\s*)?\\{\\s*(.*)$`,
    'iu',
  ).exec(lines[at] ?? '');
  if (!head) return undefined;
  const inside: string[] = [];
  let depth = 1;
  let end = at;
  for (let rest = head[2] ?? ''; depth > 0; rest = lines[end] ?? '') {
    for (const [brace] of rest.matchAll(/[{}]/g)) depth += brace === '{' ? 1 : -1;
    if (depth === 1 || rest.trim() !== '}') inside.push(rest);
    end++;
    if (end > lines.length) return undefined;
  }
  const members = inside
    .flatMap((line) => line.replace(/\}\s*$/, '').split(/;\s*/))
    .map((one) => one.replace(/,\s*$/, '').trim())
    .filter((one) => one !== '' && !/^(?:-{2,}|\.{2,}|={2,}|\/\/|#\s|%%|@@|indexes\b|note\b|\{|\})/i.test(one));
  const references = fieldReferences(members);
  const columns = members.filter((one) => !isRelationField(one)).map((one) => column(one, references));
  return columns.length === 0 || columns.some((one) => /\)\s*[:{]/.test(one))
    ? undefined
    : { table: `${head[1]}(${columns.join(', ')})`, end };
}

/** `author User @relation(fields: [authorId], references: [id])`: where `authorId` leads. */
function fieldReferences(members: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    members.flatMap((one) => {
      const found = /^\w+\s+(\w+)\??\s+@relation\([^)]*fields:\s*\[(\w+)\]/.exec(one);
      return found ? [[found[2] ?? '', found[1] ?? ''] as const] : [];
    }),
  );
}

function isRelationField(text: string): boolean {
  return /^\w+\s+[A-Z]\w*(?:\[\]|\??\s+@relation\b)/.test(text) || /^[+#~-]?\s*\w+\s*\(.*\)/.test(text);
}

/** A column as lists of columns write it: the name, the type, the marks. */
function column(text: string, references: ReadonlyMap<string, string> = new Map()): string {
  const bare = text
    .replace(/"[^"]*"\s*$/, '')
    .replace(/^[*+#~-]\s*/, '')
    .replace(/<<\s*(\w+)\s*>>/g, ' $1')
    .replace(/\s*@(?:default|map|db\.\w+)(?:\([^()]*(?:\([^()]*\))?[^()]*\))?(?=\s|$)/g, (one) =>
      /^\s*@db\.(?:Var)?Char\((\d+)\)/.test(one) ? one.replace(/^\s*@db\./, ' ') : '',
    )
    .replace(/@id\b/g, 'pk')
    .replace(/@unique\b/g, 'unique')
    .replace(/\bUK\b/g, 'unique')
    .replace(/\[([^\]]*)\]/g, (_, marks: string) => ` ${marks.replace(/ref:\s*[<>-]\s*/i, '-> ').replaceAll(',', ' ')}`)
    .trim();
  // "int id PK": the type stands first.
  const turned = new RegExp(`^((?:${typeWord})(?:\\([^()]*\\))?)\\s+([a-z_]\\w*)(?!\\w|\\()(.*)$`, 'i').exec(bare);
  const plain = turned && !mark.test(turned[2] ?? '') ? `${turned[2]} ${turned[1]}${turned[3]}` : bare;
  const [, own = '', optional] = /^(\w+)\s+\w+(\?)?/.exec(plain) ?? [];
  const target = references.get(own);
  return `${plain.replace(/^(\w+\s+\w+)\?/, '$1')}${optional === undefined ? '' : ' nullable'}${target === undefined ? '' : ` -> ${target}`}`;
}

/** A name, and under it a list of columns with types or keys: `Table: parcels`, then `- id (PK)`. */
function listAt(lines: readonly string[], at: number): Block | undefined {
  const head =
    /^\s*(?:#{1,6}\s+)?(?:\*\*)?(?:(?:table|entity|model)\s*:?\s+)?[`"']?([\p{L}_][\p{L}\p{N}_]*)[`"']?(?:\*\*)?\s*:?\s*$/iu.exec(
      lines[at] ?? '',
    );
  if (!head) return undefined;
  const items: string[] = [];
  let end = at + 1;
  for (; end < lines.length; end++) {
    const item = /^\s*[-*•+]\s+(.+?)[.;,]?\s*$/.exec(lines[end] ?? '')?.[1];
    if (item === undefined) break;
    items.push(item);
  }
  const typed = items.filter((one) => isColumn(one) || /^\w+\s*\(\s*(?:pk|fk)\b/i.test(one));
  if (typed.length < 2 || typed.length * 2 < items.length || typed.some((one) => / (?:is|are|has|have) /.test(one)))
    return undefined;
  const columns = items.map((one) =>
    column(
      one
        .replace(/\((\s*(?:pk|fk)\b[^()]*)\)/i, ' $1')
        .replace(/^(\w+)\s*:\s*/, '$1 ')
        .replaceAll(',', ' '),
    ),
  );
  return { table: `${head[1]}(${columns.join(', ')})`, end };
}
