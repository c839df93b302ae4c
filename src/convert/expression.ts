import { type Operators, plainOperators } from './operators.ts';

/** How the engines at both ends write things. */
export interface Writing extends Operators {
  readonly quote: (identifier: string) => string;
  readonly now: string;
  /** Schemas of the source, which names are no longer told of. */
  readonly schemas: ReadonlySet<string>;
}

const token =
  /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[A-Za-z_][^\]]*\]|::\s*(?:"[^"]+"|[a-z_]\w*(?:\.[a-z_]\w*)?)(?:\s+(?:varying|precision|without time zone|with time zone))*(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\[\])*|[A-Za-z_][\w$]*(?:\s*\(\s*\d*\s*\))?|\s+|[\s\S]/gi;

const present = /^(?:now\s*\(\s*\)|current_timestamp(?:\s*\(\s*\d*\s*\))?|localtimestamp|getdate\s*\(\s*\)|sysdate)$/i;

/** An expression as another engine writes it: quotes of names, casts with `::`, the present time, truth values, operators. */
export function translated(expression: string, writing: Writing): string {
  const { quote, now, numbersForTruth, schemas } = writing;
  const parts = [...expression.matchAll(token)].map(([part]) => part);
  let text = '';
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (parts[at + 1] === '.' && schemas.has(part.replace(/^["`](.*)["`]$/, '$1'))) at++;
    else text += word(part);
  }
  return plainOperators(text, writing);

  function word(part: string): string {
    if (part.startsWith('::')) return '';
    const [first] = part;
    if (first === '"' || first === '`') return quote(part.slice(1, -1).replaceAll(first + first, first));
    if (first === '[' && part.endsWith(']')) return quote(part.slice(1, -1));
    if (present.test(part)) return now;
    if (numbersForTruth && /^(?:true|false)$/i.test(part)) return part.toLowerCase() === 'true' ? '1' : '0';
    return part;
  }
}

/** `orders_id_seq` of `nextval('shop.orders_id_seq'::regclass)`: the rows number themselves. */
export function isNumbering(expression: string | undefined): boolean {
  return expression !== undefined && /^\s*nextval\s*\(/i.test(expression);
}
