/** The elements of a one-dimensional array literal (`{1,"a, b",NULL}`) as text; nulls are left out. */
export function arrayElements(literal: string): readonly string[] {
  const elements: string[] = [];
  let at = 1;
  while (at < literal.length - 1) {
    let element = '';
    if (literal[at] === '"') {
      at++;
      while (at < literal.length && literal[at] !== '"') {
        if (literal[at] === '\\') at++;
        element += literal[at++];
      }
      at++;
      elements.push(element);
    } else {
      while (at < literal.length - 1 && literal[at] !== ',') element += literal[at++];
      if (element !== 'NULL') elements.push(element);
    }
    at++;
  }
  return elements;
}
