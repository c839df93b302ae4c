import { aggregateArguments } from './aggregate-call.ts';
import { comparison, type Node, type Read, type Scope, whole, wrapped } from './node.ts';
import type { Reader } from './reader.ts';

/** Functions that the engine calls by another name when it writes them back, or has under several. */
export const synonyms: Readonly<Record<string, string>> = {
  now: 'current_timestamp',
  localtime: 'current_timestamp',
  localtimestamp: 'current_timestamp',
  curdate: 'current_date',
  curtime: 'current_time',
  length: 'octet_length',
  character_length: 'char_length',
  lcase: 'lower',
  ucase: 'upper',
  substring: 'substr',
  mid: 'substr',
  ceil: 'ceiling',
  power: 'pow',
  day: 'dayofmonth',
};

/** A query in brackets; nothing for what is none, or where its form is not known. */
export function queryText(inside: Reader, { query }: Scope, exists = false): string | undefined {
  return query && (inside.sees('SELECT') || inside.sees('WITH')) ? query(inside.rest(), exists) : undefined;
}

/** What stands between commas. */
export function listed(reader: Reader, scope: Scope, read: Read): string {
  return reader
    .parts()
    .map((part) => readAll(part, scope, read))
    .join(', ');
}

/** An expression up to the end. */
export function readAll(reader: Reader, scope: Scope, read: Read): string {
  const node = read(reader, scope);
  if (!reader.done()) reader.fail('an operator');
  return node.text;
}

/** `CASE … END`. `read` reads an expression. */
export function readCase(reader: Reader, scope: Scope, read: Read): Node {
  reader.expect('CASE');
  let text = 'case';
  if (!reader.sees('WHEN')) text += ` ${read(reader, scope).text}`;
  while (reader.take('WHEN')) {
    const condition = read(reader, scope).text;
    reader.expect('THEN');
    text += ` when ${condition} then ${read(reader, scope).text}`;
  }
  if (reader.take('ELSE')) text += ` else ${read(reader, scope).text}`;
  reader.expect('END');
  return { text: `${text} end`, level: whole };
}

/** A call of a function, by its one name. `read` reads an expression. */
export function readCall(reader: Reader, scope: Scope, read: Read): Node {
  const written = reader.name().toLowerCase();
  const name = synonyms[written] ?? written;
  const inside = reader.brackets();
  switch (name) {
    case 'exists': {
      const query = queryText(inside, scope, true) ?? inside.fail('a query');
      return comparison(`exists(${query})`, `not exists(${query})`);
    }
    case 'cast':
    case 'convert': {
      const value = read(inside, scope).text;
      if (name === 'cast') inside.expect('AS');
      else if (inside.take('USING'))
        return { text: `convert(${value} using ${inside.name().toLowerCase()})`, level: whole };
      else inside.expect(',');
      return { text: `cast(${value} as ${castType(inside)})`, level: whole };
    }
    case 'extract': {
      const unit = inside.name().toLowerCase();
      inside.expect('FROM');
      return { text: `extract(${unit} from ${readAll(inside, scope, read)})`, level: whole };
    }
    case 'date_add':
    case 'date_sub':
    case 'adddate':
    case 'subdate': {
      const [date, amount] = inside.parts();
      if (!date || !amount?.sees('INTERVAL')) return reader.fail('INTERVAL');
      const sign = name === 'date_add' || name === 'adddate' ? '+' : '-';
      return { text: `${readAll(date, scope, read)} ${sign} ${readAll(amount, scope, read)}`, level: 10 };
    }
    case 'mod': {
      const [a, b] = inside.parts();
      if (!a || !b) return reader.fail('two values');
      return { text: `${wrapped(read(a, scope), 11)} % ${wrapped(read(b, scope), 12)}`, level: 11 };
    }
    default:
      return { text: `${name}(${argumentsOf(name, inside, scope, read)})`, level: whole };
  }
}

function argumentsOf(name: string, inside: Reader, scope: Scope, read: Read): string {
  return aggregateArguments(name, inside, (reader) => read(reader, scope).text) ?? listed(inside, scope, read);
}

function castType(inside: Reader): string {
  let text = '';
  for (let token = inside.next(); token; token = inside.next()) {
    const bracket = token.text === '(' || token.text === ')' || token.text === ',';
    text +=
      text === '' || bracket || text.endsWith('(') || text.endsWith(',')
        ? token.text.toLowerCase()
        : ` ${token.text.toLowerCase()}`;
  }
  return text
    .replace(/^signed integer$/, 'signed')
    .replace(/^unsigned integer$/, 'unsigned')
    .replace(/ charset utf8mb[34]$/, '');
}
