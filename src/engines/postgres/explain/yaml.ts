import { badPlan } from './bad-plan.ts';
import { columnOf, type Line } from './lines.ts';

/**
 * All plans of EXPLAIN (FORMAT YAML) in the lines, in the shape of the JSON form.
 * @throws RelvarError `bad-plan` where the YAML is broken
 */
export async function yamlPlans(lines: readonly Line[], name: string): Promise<readonly unknown[]> {
  const { parseDocument } = await import('yaml');
  const found: unknown[] = [];
  for (const part of documents(lines).map(withoutStrays)) {
    // 64 bits are more than a number of JavaScript holds.
    const text = part.map((line) => line.text.replace(/^(\s*Query Identifier: )(-?\d+)\s*$/, '$1"$2"')).join('\n');
    const document = parseDocument(text, { uniqueKeys: false });
    const error = document.errors[0];
    if (error) {
      const line = part[(error.linePos?.[0].line ?? 1) - 1]?.number ?? part[0]?.number ?? 1;
      throw badPlan(name, line, `the YAML is broken: ${error.message.split('\n')[0]?.replace(/ at line .*$/, '')}`);
    }
    const value: unknown = document.toJS();
    found.push(...(Array.isArray(value) ? value : [value]));
  }
  return found;
}

/** From the first line that is YAML of a plan to the last; a plan of auto_explain begins without a dash. */
function documents(lines: readonly Line[]): readonly (readonly Line[])[] {
  const found: Line[][] = [];
  let current: Line[] | undefined;
  let base = 0;
  for (const line of lines) {
    const column = line.text.search(/\S/);
    if (column < 0) continue;
    const begins = /^\s*(?:- )?(?:Plan|Query Text|Query Parameters|Query Identifier):(?:\s|$)/.test(line.text);
    if (!current || (begins && column < base)) {
      if (!begins) continue;
      base = column;
      current = [line];
      found.push(current);
    } else if (/^\s*- (?:Plan|Query Text):/.test(line.text) && column <= base) {
      base = column;
      current = [line];
      found.push(current);
    } else if (column < base || (column === base && !/^\s*(?:- )?["\w][^:]*:/.test(line.text))) current = undefined;
    else current.push(line);
  }
  return found;
}

/**
 * Versions 11 to 18 write some properties of a node into one of its lists (`Subplans Removed` into `Plans`, the counts
 * of MERGE into `Target Tables`): they are moved to before the list.
 */
function withoutStrays(lines: readonly Line[]): readonly Line[] {
  const kept: Line[] = [];
  for (const [at, line] of lines.entries()) {
    const column = columnOf(line.text);
    const list = line.text.startsWith('- ', column) ? -1 : listAround(lines, at, column);
    if (list < 0) kept.push(line);
    else {
      const key = lines[list];
      const moved = { ...line, text: ' '.repeat(Math.max(0, column - 2)) + line.text.trim() };
      kept.splice(key ? kept.indexOf(key) : kept.length, 0, moved);
    }
  }
  return kept;
}

/** The line of the key whose list has items at this column; -1 when the line at `at` is in no such list. */
function listAround(lines: readonly Line[], at: number, column: number): number {
  let items = false;
  for (let before = at - 1; before >= 0; before--) {
    const text = lines[before]?.text ?? '';
    const other = columnOf(text);
    if (other === column && text.startsWith('- ', other)) items = true;
    if (other < column) {
      const next = lines.slice(at + 1).find((line) => columnOf(line.text) <= column)?.text ?? '';
      const begins = columnOf(next) === column && next.startsWith('- ', column);
      return (items || begins) && /^[^"]*:\s*$/.test(text) ? before : -1;
    }
  }
  return -1;
}
