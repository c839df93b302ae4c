import type { Reader } from './reader.ts';
import { quoteString } from './tokens.ts';

/**
 * What stands in the brackets of a call, in the one form that a server writes it back in, where it may say which values are
 * taken and in what order: `distinct a`, `a order by b asc separator ', '`. `read` reads one expression.
 */
export function aggregateArguments(name: string, inside: Reader, read: (reader: Reader) => string): string | undefined {
  const distinct = inside.take('DISTINCT') ? 'distinct ' : '';
  if (name !== 'group_concat') return distinct === '' ? undefined : `${distinct}${rest(inside, read)}`;
  let text = `${distinct}${expressions(inside, read)}`;
  if (inside.take('ORDER', 'BY')) {
    const key = (reader: Reader) => {
      const expression = read(reader);
      if (reader.take('DESC')) return `${expression} desc`;
      reader.take('ASC');
      return `${expression} asc`;
    };
    text += ` order by ${expressions(inside, key)}`;
  }
  const separator = inside.take('SEPARATOR') ? inside.string() : ',';
  if (!inside.done()) inside.fail(')');
  return `${text} separator ${quoteString(separator)}`;
}

function rest(inside: Reader, read: (reader: Reader) => string): string {
  const text = expressions(inside, read);
  if (!inside.done()) inside.fail(')');
  return text;
}

function expressions(reader: Reader, read: (reader: Reader) => string): string {
  const found = [read(reader)];
  while (reader.take(',')) found.push(read(reader));
  return found.join(', ');
}
