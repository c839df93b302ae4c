/** An expression as the engine writes it back, as far as its share of rows is concerned. */
export type Parsed =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'constant'; readonly value: string | null }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Parsed[] }
  | { readonly kind: 'cast'; readonly of: Parsed; readonly type: string }
  | { readonly kind: 'operator'; readonly operator: string; readonly left?: Parsed; readonly right: Parsed }
  /** `x = ANY (…)`. */
  | {
      readonly kind: 'any';
      readonly operator: string;
      readonly left: Parsed;
      readonly right: Parsed;
      readonly all: boolean;
    }
  | { readonly kind: 'array'; readonly elements: readonly Parsed[] }
  /** `IS NULL`, `IS NOT TRUE`… */
  | { readonly kind: 'is'; readonly of: Parsed; readonly not: boolean; readonly what: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Parsed[] }
  | { readonly kind: 'not'; readonly of: Parsed }
  | { readonly kind: 'other' };

interface Token {
  readonly kind: 'name' | 'quoted' | 'text' | 'number' | 'symbol';
  readonly text: string;
}

const other: Parsed = { kind: 'other' };

/**
 * Reads an expression in the form in which the engine writes expressions back (ruleutils.c: every operator in
 * parentheses, casts as `::`), or as people and other programs write them (`IN`, `BETWEEN`, `CAST`). What it does not
 * know becomes `other`; it never fails.
 */
export function parseExpression(text: string): Parsed {
  const tokens = tokenize(text);
  if (!tokens) return other;
  const reader = { tokens, at: 0 };
  try {
    const parsed = readOr(reader);
    return reader.at === tokens.length ? parsed : other;
  } catch (error) {
    if (error === unreadable) return other;
    throw error;
  }
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

/** Thrown to leave the whole expression unread; never seen outside. */
const unreadable = new Error('unreadable');

const pattern =
  /\s+|(?<text>[EB]?'(?:[^']|'')*')|(?<number>\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<quoted>"(?:[^"]|"")*")|(?<name>[\p{L}_][\p{L}\p{N}_$]*)|(?<symbol>::|[-+*/<>=~!@#%^&|`?]+|[()[\],.])/uy;

function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    const found = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined);
    if (found?.[1] === undefined) continue;
    tokens.push({ kind: found[0] as Token['kind'], text: found[1] === '!=' ? '<>' : found[1] });
  }
  return tokens;
}

function isWord(reader: Reader, word: string, ahead = 0): boolean {
  const token = reader.tokens[reader.at + ahead];
  return token?.kind === 'name' && token.text.toUpperCase() === word;
}

function takeWord(reader: Reader, word: string): boolean {
  if (!isWord(reader, word)) return false;
  reader.at++;
  return true;
}

function isSymbol(reader: Reader, symbol: string): boolean {
  const token = reader.tokens[reader.at];
  return token?.kind === 'symbol' && token.text === symbol;
}

function takeSymbol(reader: Reader, symbol: string): boolean {
  if (!isSymbol(reader, symbol)) return false;
  reader.at++;
  return true;
}

function require(taken: boolean): void {
  if (!taken) throw unreadable;
}

function readOr(reader: Reader): Parsed {
  const parts = [readAnd(reader)];
  while (takeWord(reader, 'OR')) parts.push(readAnd(reader));
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'or', parts };
}

function readAnd(reader: Reader): Parsed {
  const parts = [readNot(reader)];
  while (takeWord(reader, 'AND')) parts.push(readNot(reader));
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'and', parts };
}

function readNot(reader: Reader): Parsed {
  return takeWord(reader, 'NOT') ? { kind: 'not', of: readNot(reader) } : readOperators(reader);
}

/** Comparisons, and what stands like one. */
function readOperators(reader: Reader): Parsed {
  let left = readArithmetic(reader);
  for (;;) {
    const token = reader.tokens[reader.at];
    const worded = readWorded(reader, left);
    if (worded) left = worded;
    else if (token?.kind === 'symbol' && operators.test(token.text)) {
      reader.at++;
      if (isWord(reader, 'ANY') || isWord(reader, 'ALL')) {
        const all = isWord(reader, 'ALL');
        reader.at++;
        require(takeSymbol(reader, '('));
        const right = readOr(reader);
        require(takeSymbol(reader, ')'));
        left = { kind: 'any', operator: token.text, left, right, all };
      } else left = { kind: 'operator', operator: token.text, left, right: readArithmetic(reader) };
    } else return left;
  }
}

const operators = /^[-+*/<>=~!@#%^&|`?]+$/;

/** Operators from left to right: where their precedence would matter, the engine writes parentheses. */
function readArithmetic(reader: Reader): Parsed {
  let left = readPostfix(reader);
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'symbol' || !/^[-+*/%^]$/.test(token.text)) return left;
    reader.at++;
    left = { kind: 'operator', operator: token.text, left, right: readPostfix(reader) };
  }
}

/** `IS NULL`, `ISNULL`, `[NOT] IN (…)`, `[NOT] BETWEEN … AND …`, `[NOT] LIKE …`. */
function readWorded(reader: Reader, left: Parsed): Parsed | undefined {
  if (takeWord(reader, 'ISNULL')) return { kind: 'is', of: left, not: false, what: 'NULL' };
  if (takeWord(reader, 'NOTNULL')) return { kind: 'is', of: left, not: true, what: 'NULL' };
  if (takeWord(reader, 'IS')) {
    const not = takeWord(reader, 'NOT');
    const what = reader.tokens[reader.at++];
    if (what?.kind !== 'name') throw unreadable;
    if (what.text.toUpperCase() !== 'DISTINCT') return { kind: 'is', of: left, not, what: what.text.toUpperCase() };
    require(takeWord(reader, 'FROM'));
    return { kind: 'operator', operator: not ? '=' : '<>', left, right: readArithmetic(reader) };
  }
  const at = reader.at;
  const not = takeWord(reader, 'NOT');
  // `position('a' IN b)` has no list.
  if (isWord(reader, 'IN') && reader.tokens[reader.at + 1]?.text === '(') {
    reader.at += 2;
    const right: Parsed = { kind: 'array', elements: readList(reader) };
    require(takeSymbol(reader, ')'));
    return { kind: 'any', operator: not ? '<>' : '=', left, right, all: not };
  }
  if (takeWord(reader, 'BETWEEN')) {
    const from = readArithmetic(reader);
    require(takeWord(reader, 'AND'));
    const to = readArithmetic(reader);
    const within: Parsed = {
      kind: 'and',
      parts: [
        { kind: 'operator', operator: '>=', left, right: from },
        { kind: 'operator', operator: '<=', left, right: to },
      ],
    };
    return not ? { kind: 'not', of: within } : within;
  }
  if (isWord(reader, 'LIKE') || isWord(reader, 'ILIKE')) {
    const sign = isWord(reader, 'ILIKE') ? '~~*' : '~~';
    reader.at++;
    const right = readArithmetic(reader);
    if (takeWord(reader, 'ESCAPE')) readPostfix(reader);
    return { kind: 'operator', operator: not ? `!${sign}` : sign, left, right };
  }
  reader.at = at;
  return undefined;
}

function readPostfix(reader: Reader): Parsed {
  let parsed = readPrimary(reader);
  for (;;) {
    if (takeSymbol(reader, '::')) parsed = { kind: 'cast', of: parsed, type: readType(reader) };
    else if (isWord(reader, 'COLLATE')) {
      reader.at += 2;
      if (takeSymbol(reader, '.')) reader.at++;
    } else if (isWord(reader, 'AT') && isWord(reader, 'TIME', 1)) {
      reader.at += 3;
      parsed = { kind: 'call', name: 'timezone', arguments: [readPostfix(reader), parsed] };
    } else if (takeSymbol(reader, '[')) {
      readOr(reader);
      require(takeSymbol(reader, ']'));
      parsed = other;
    } else return parsed;
  }
}

const longTypes = /^(?:double precision|character varying|bit varying|timestamp|time)$/i;

function readType(reader: Reader): string {
  const take = (): string => {
    const token = reader.tokens[reader.at++];
    if (token?.kind !== 'name' && token?.kind !== 'quoted') throw unreadable;
    return token.text;
  };
  let type = take();
  if (takeSymbol(reader, '.')) type += `.${take()}`;
  else {
    for (const next of ['precision', 'varying']) {
      if (isWord(reader, next.toUpperCase())) type += ` ${take()}`;
    }
  }
  if (takeSymbol(reader, '(')) {
    while (!takeSymbol(reader, ')')) require(reader.at++ < reader.tokens.length);
  }
  if (longTypes.test(type) && (isWord(reader, 'WITH') || isWord(reader, 'WITHOUT'))) {
    type += ` ${[take(), take(), take()].join(' ')}`;
  }
  while (takeSymbol(reader, '[')) {
    require(takeSymbol(reader, ']'));
    type += '[]';
  }
  return type;
}

function readPrimary(reader: Reader): Parsed {
  const token = reader.tokens[reader.at++];
  if (!token) throw unreadable;
  switch (token.kind) {
    case 'text':
      return { kind: 'constant', value: textOf(token.text) };
    case 'number':
      return { kind: 'constant', value: token.text };
    case 'quoted':
      return readName(reader, token.text.slice(1, -1).replaceAll('""', '"'));
    case 'name':
      return readWord(reader, token.text);
    case 'symbol':
      if (token.text === '(') {
        const parsed = readOr(reader);
        if (isSymbol(reader, ',')) {
          while (takeSymbol(reader, ',')) readOr(reader);
          require(takeSymbol(reader, ')'));
          return other;
        }
        require(takeSymbol(reader, ')'));
        return parsed;
      }
      if (token.text === '-') {
        const of = readPostfix(reader);
        return of.kind === 'constant' && of.value !== null
          ? { kind: 'constant', value: `-${of.value}` }
          : { kind: 'operator', operator: '-', right: of };
      }
      if (/^[~!@#%^&|?+*/]+$/.test(token.text)) {
        return { kind: 'operator', operator: token.text, right: readPostfix(reader) };
      }
      throw unreadable;
  }
}

function readWord(reader: Reader, word: string): Parsed {
  switch (word.toUpperCase()) {
    case 'TRUE':
    case 'FALSE':
      return { kind: 'constant', value: word.toLowerCase() };
    case 'NULL':
      return { kind: 'constant', value: null };
    case 'CURRENT_TIMESTAMP':
    case 'CURRENT_DATE':
    case 'LOCALTIMESTAMP':
      return { kind: 'call', name: word.toLowerCase(), arguments: [] };
    case 'ARRAY': {
      require(takeSymbol(reader, '['));
      const elements = isSymbol(reader, ']') ? [] : readList(reader);
      require(takeSymbol(reader, ']'));
      return { kind: 'array', elements };
    }
    case 'CASE':
      return readCase(reader);
    case 'CAST': {
      require(takeSymbol(reader, '('));
      const of = readOr(reader);
      require(takeWord(reader, 'AS'));
      const type = readType(reader);
      require(takeSymbol(reader, ')'));
      return { kind: 'cast', of, type };
    }
    case 'TIME':
    case 'TIMESTAMP':
      if (isWord(reader, 'WITH') || isWord(reader, 'WITHOUT')) reader.at += 3;
      return readName(reader, word.toLowerCase());
    default:
      return readName(reader, word.toLowerCase());
  }
}

function readCase(reader: Reader): Parsed {
  for (let depth = 1; depth > 0; reader.at++) {
    require(reader.at < reader.tokens.length);
    if (isWord(reader, 'CASE')) depth++;
    if (isWord(reader, 'END')) depth--;
  }
  return { kind: 'call', name: 'case', arguments: [] };
}

function readName(reader: Reader, first: string): Parsed {
  let name = first;
  while (takeSymbol(reader, '.')) {
    const token = reader.tokens[reader.at++];
    if (token?.kind !== 'name' && token?.kind !== 'quoted') throw unreadable;
    name = token.kind === 'quoted' ? token.text.slice(1, -1).replaceAll('""', '"') : token.text.toLowerCase();
  }
  // `date '2026-01-01'`
  const literal = reader.tokens[reader.at];
  if (literal?.kind === 'text') {
    reader.at++;
    return { kind: 'cast', of: { kind: 'constant', value: textOf(literal.text) }, type: name };
  }
  if (!takeSymbol(reader, '(')) return { kind: 'column', name };
  if (takeSymbol(reader, ')')) return { kind: 'call', name: name.toLowerCase(), arguments: [] };
  // EXTRACT(epoch FROM x), TRIM(BOTH FROM x), SUBSTRING(x FROM 1)…
  const found = isWord(reader, 'BOTH') || isWord(reader, 'LEADING') || isWord(reader, 'TRAILING');
  if (found) reader.at++;
  const list = isWord(reader, 'FROM') ? [] : readList(reader);
  while (takeWord(reader, 'FROM') || takeWord(reader, 'FOR') || takeWord(reader, 'IN')) list.push(...readList(reader));
  require(takeSymbol(reader, ')'));
  return { kind: 'call', name: name.toLowerCase(), arguments: list };
}

function readList(reader: Reader): Parsed[] {
  const list = [readOr(reader)];
  while (takeSymbol(reader, ',')) list.push(readOr(reader));
  return list;
}

function textOf(token: string): string {
  const inner = token.slice(token.indexOf("'") + 1, -1).replaceAll("''", "'");
  return token.startsWith('E') ? inner.replaceAll('\\\\', '\\') : inner;
}

/** The expression without casts around it. */
export function uncast(parsed: Parsed): Parsed {
  return parsed.kind === 'cast' ? uncast(parsed.of) : parsed;
}

/** The constants of a list: of `ARRAY[…]` and of `'{a,b}'::text[]`. */
export function constants(parsed: Parsed): readonly (string | null)[] | undefined {
  const list = uncast(parsed);
  if (list.kind === 'constant' && list.value !== null && /^\{.*\}$/.test(list.value)) {
    return list.value
      .slice(1, -1)
      .split(',')
      .map((one) => one.replace(/^"(.*)"$/, '$1'));
  }
  if (list.kind !== 'array') return undefined;
  const values = list.elements.map(uncast);
  return values.every((one) => one.kind === 'constant') ? values.map((one) => one.value) : undefined;
}

/** The columns that an expression reads, each once. */
export function columnsOf(parsed: Parsed): readonly string[] {
  const all = (parts: readonly (Parsed | undefined)[]) => [
    ...new Set(parts.flatMap((part) => (part ? columnsOf(part) : []))),
  ];
  switch (parsed.kind) {
    case 'column':
      return [parsed.name];
    case 'call':
      return all(parsed.arguments);
    case 'cast':
    case 'is':
    case 'not':
      return columnsOf(parsed.of);
    case 'operator':
    case 'any':
      return all([parsed.left, parsed.right]);
    case 'array':
      return all(parsed.elements);
    case 'and':
    case 'or':
      return all(parsed.parts);
    default:
      return [];
  }
}
