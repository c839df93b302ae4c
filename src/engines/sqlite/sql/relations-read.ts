import { identifierOf, tokens } from './tokens.ts';

const endsFrom = new Set('WHERE GROUP ORDER HAVING LIMIT WINDOW UNION INTERSECT EXCEPT ON USING SET VALUES'.split(' '));

/** The names that stand where a query names what it reads, or a statement what it changes: in lower case, as they come. */
export function relationsRead(sql: string): ReadonlySet<string> {
  const found = new Set<string>();
  /** By depth of brackets: whether a comma is followed by another relation. */
  const inFrom: boolean[] = [];
  let depth = 0;
  let expected = false;
  let qualifier: string | undefined;
  for (const token of tokens(sql)) {
    if (token.text === '(') {
      inFrom[++depth] = expected;
      continue;
    }
    if (token.text === ')') {
      depth = Math.max(0, depth - 1);
      expected = false;
      continue;
    }
    if (token.text === ',') {
      expected = inFrom[depth] === true;
      continue;
    }
    if (token.text === '.') {
      // What came before was the schema.
      if (qualifier !== undefined) {
        found.delete(qualifier);
        expected = true;
      }
      continue;
    }
    const word = token.kind === 'word' ? token.value : '';
    if (word === 'FROM' || word === 'JOIN' || word === 'INTO' || word === 'UPDATE') {
      inFrom[depth] = word === 'FROM' || word === 'JOIN';
      expected = true;
      qualifier = undefined;
      continue;
    }
    if (endsFrom.has(word)) inFrom[depth] = word === 'ON' || word === 'USING' ? inFrom[depth] === true : false;
    const name = expected ? identifierOf(token)?.toLowerCase() : undefined;
    expected = false;
    qualifier = undefined;
    if (name === undefined) continue;
    found.add(name);
    qualifier = name;
  }
  return found;
}
