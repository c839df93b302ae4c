/**
 * The elements of an array that was cast to text (`{1,"a, b",NULL}`); nulls are left out. An element that is an array
 * or a row itself stays text. (Section "Array Input and Output Syntax" of the manual.)
 */
export function arrayElements(literal: string): readonly string[] {
  const elements: string[] = [];
  // Bounds other than 1 stand in front: `[0:2]={…}`.
  let at = literal.indexOf('{') + 1;
  const end = literal.lastIndexOf('}');
  while (at < end) {
    let element = '';
    if (literal[at] === '"') {
      for (at++; at < end && literal[at] !== '"'; at++) {
        if (literal[at] === '\\') at++;
        element += literal[at];
      }
      elements.push(element);
      at++;
    } else {
      const comma = literal.indexOf(',', at);
      const next = comma < 0 || comma > end ? end : comma;
      element = literal.slice(at, next);
      if (element !== 'NULL') elements.push(element);
      at = next;
    }
    at++;
  }
  return elements;
}
