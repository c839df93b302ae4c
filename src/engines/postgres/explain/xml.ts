import { badPlan } from './bad-plan.ts';
import { typedValue } from './fields.ts';
import { decoded, type Line } from './lines.ts';

interface Element {
  readonly tag: string;
  readonly line: number;
  readonly children: Element[];
  text: string;
}

/** Elements that hold a list of elements of one kind. */
const lists: Readonly<Record<string, string>> = {
  Plans: 'Plan',
  Workers: 'Worker',
  Triggers: 'Trigger',
  'Grouping-Sets': 'Grouping-Set',
  'Group-Keys': 'Group-Key',
  'Hash-Keys': 'Hash-Key',
  'Target-Tables': 'Target-Table',
};

/** Names with a hyphen or a slash, which a tag cannot tell from a space. */
const names: Readonly<Record<string, string>> = {
  'I-O-Read-Time': 'I/O Read Time',
  'I-O-Write-Time': 'I/O Write Time',
  'Shared-I-O-Read-Time': 'Shared I/O Read Time',
  'Shared-I-O-Write-Time': 'Shared I/O Write Time',
  'Local-I-O-Read-Time': 'Local I/O Read Time',
  'Local-I-O-Write-Time': 'Local I/O Write Time',
  'Temp-I-O-Read-Time': 'Temp I/O Read Time',
  'Temp-I-O-Write-Time': 'Temp I/O Write Time',
  'One-Time-Filter': 'One-Time Filter',
  'Full-sort-Groups': 'Full-sort Groups',
  'Pre-sorted-Groups': 'Pre-sorted Groups',
};

/**
 * All plans of EXPLAIN (FORMAT XML) in the lines, in the shape of the JSON form.
 * @throws RelvarError `bad-plan` where the XML is cut short or broken
 */
export function xmlPlans(lines: readonly Line[], name: string): readonly unknown[] {
  const plans: unknown[] = [];
  for (const root of elements(lines, name)) collect(root, plans);
  return plans;
}

function collect(element: Element, plans: unknown[]): void {
  const { tag, children } = element;
  // auto_explain leaves out the element around a query.
  const isQuery = tag === 'Query' || (tag === 'explain' && children.some((child) => child.tag === 'Plan'));
  if (isQuery) plans.push(contentOf(element));
  else if (tag === 'Plan') plans.push({ Plan: contentOf(element) });
  else for (const child of children) collect(child, plans);
}

const known =
  /<(\/?)([A-Za-z_][\w.-]*)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g;

function elements(lines: readonly Line[], name: string): readonly Element[] {
  const starts: number[] = [];
  let text = '';
  for (const line of lines) {
    starts.push(text.length);
    text += `${line.text}\n`;
  }
  const roots: Element[] = [];
  const stack: Element[] = [];
  let end = 0;
  let index = 0;
  for (const match of text.matchAll(known)) {
    while ((starts[index + 1] ?? Number.POSITIVE_INFINITY) <= match.index) index++;
    const line = lines[index]?.number ?? 1;
    const inside = stack.at(-1);
    if (inside) inside.text += decoded(text.slice(end, match.index));
    end = match.index + match[0].length;
    const tag = match[2];
    if (tag === undefined) continue;
    // Before the plan there may be anything: a prompt, a log's prefix.
    if (!inside && !/^(?:explain|Query|Plan)$/.test(tag)) continue;
    if (match[1] === '/') {
      if (inside?.tag !== tag)
        throw badPlan(name, line, `</${tag}> does not close <${inside?.tag ?? '?'}>: part of the plan is missing`);
      stack.pop();
    } else {
      const element: Element = { tag, line, children: [], text: '' };
      (inside?.children ?? roots).push(element);
      if (match[4] !== '/') stack.push(element);
    }
  }
  const open = stack.at(-1);
  if (open) {
    const last = lines.findLast((line) => line.text.trim() !== '')?.number ?? 1;
    throw badPlan(name, last, `the XML ends here, inside <${open.tag}> of line ${open.line}: it is cut short`);
  }
  return roots;
}

function contentOf(element: Element): unknown {
  const { tag, children } = element;
  const member = lists[tag];
  if (member !== undefined) return children.filter((child) => child.tag === member).map(contentOf);
  if (children.length === 0) return tag in emptyLists ? [] : typedValue(nameOf(tag), element.text);
  if (children.every((child) => child.tag === 'Item')) return children.map((child) => child.text);
  if (tag === 'Settings') return Object.fromEntries(children.map((child) => [child.tag, child.text]));
  return Object.fromEntries(children.flatMap((child) => properties(child, children)));
}

const emptyLists: Readonly<Record<string, true>> = { 'Group-Key': true, 'Hash-Key': true };

function properties(child: Element, among: readonly Element[]): readonly (readonly [string, unknown])[] {
  const { tag } = child;
  // The first ones are those of full sorts; there are presorted ones only after them.
  if (tag === 'Incremental-Sort-Groups') {
    const full = among.find((one) => one.tag === tag) === child;
    return [[full ? 'Full-sort Groups' : 'Pre-sorted Groups', contentOf(child)]];
  }
  if (tag === 'Sort-Space') return [[sortSpace(child, among), contentOf(child)]];
  const member = lists[tag];
  // What versions 11 to 18 write into a list, between its members, belongs to the node.
  const strays = member === undefined ? [] : child.children.filter((one) => one.tag !== member);
  return [[nameOf(tag), contentOf(child)], ...strays.map((one) => [nameOf(one.tag), contentOf(one)] as const)];
}

/** Memory comes before disk; where there is one alone, its methods tell which. */
function sortSpace(child: Element, among: readonly Element[]): string {
  const spaces = among.filter((one) => one.tag === 'Sort-Space');
  const methods = among.find((one) => one.tag === 'Sort-Methods-Used')?.children.map((one) => one.text) ?? [];
  const onDisk = spaces.length > 1 ? spaces[1] === child : methods.every((method) => method.startsWith('external'));
  return onDisk ? 'Sort Space Disk' : 'Sort Space Memory';
}

function nameOf(tag: string): string {
  return names[tag] ?? tag.replaceAll('-', ' ');
}
