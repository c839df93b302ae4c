import type { QueryPlan } from '../../../catalog/query-plan.ts';
import { RelvarError } from '../../../findings/error.ts';
import { badPlan } from './bad-plan.ts';
import { readPlanJson } from './json.ts';
import { jsonValues } from './json-text.ts';
import { type Line, linesOf } from './lines.ts';
import { loggedPlans } from './log.ts';
import { otherEngine } from './other-engines.ts';
import { textPlans } from './text.ts';
import { unframed } from './unframe.ts';
import { xmlPlans } from './xml.ts';
import { yamlPlans } from './yaml.ts';

/**
 * All query plans in a text: what EXPLAIN prints in any of its forms (text, JSON, YAML, XML), as versions 10 to 18 of
 * PostgreSQL write it, in whatever frame it was pasted (docs/plans.md has the list), or the log lines of auto_explain.
 * `name` begins an error's message: `plan.txt:12: …`.
 * @throws RelvarError `bad-plan` that says where and what, another database's plan and a query named as such
 */
export async function readPlan(text: string, name: string): Promise<readonly QueryPlan[]> {
  const lines = linesOf(text);
  const logged = loggedPlans(lines);
  if (logged.length === 0) return read(lines, name);
  const plans: QueryPlan[] = [];
  for (const { milliseconds, lines: part } of logged) {
    for (const plan of await read(part, name)) plans.push({ executionMilliseconds: milliseconds, ...plan });
  }
  return plans;
}

async function read(lines: readonly Line[], name: string): Promise<readonly QueryPlan[]> {
  const plain = unframed(lines);
  const text = plain.map((line) => line.text).join('\n');
  if (text.trim() === '') throw badPlan(name, 1, 'there is nothing in it');
  const other = otherEngine(lines.map((line) => line.text).join('\n'));
  if (other) {
    throw new RelvarError('bad-plan', `${name}: a query plan of ${other}, not of PostgreSQL`, {
      hint: 'Plans of PostgreSQL 10 to 18 can be read.',
    });
  }
  const found = await rawPlans(plain, text, name);
  if (found.length > 0) return found.map((plan) => readPlanJson(plan, name));
  const empty = /^\s*"?(Query rewrites to nothing|Utility statements have no plan structure|NOTIFY)\b/im.exec(
    text,
  )?.[1];
  if (empty) throw badPlan(name, 1, `EXPLAIN tells no plan here: ${empty}`, 'Explain a statement that has a plan.');
  if (
    /^\W*(?:(?:\S*[=>#$] ?)?(?:with|select|insert|update|delete|merge|explain|prepare|create|values|table)\b)/i.test(
      text.trim(),
    )
  )
    throw badPlan(name, 1, 'a query, not its plan', 'Give the query with --query; a plan is what EXPLAIN prints.');
  const first = plain.find((line) => line.text.trim() !== '');
  throw badPlan(name, first?.number ?? 1, `no query plan begins here or below: ${shortened(first?.text ?? '')}`);
}

async function rawPlans(lines: readonly Line[], text: string, name: string): Promise<readonly unknown[]> {
  if (/"(?:Node Type|QUERY PLAN|Plan)\\?"\s*:/.test(text)) {
    const found: unknown[] = [];
    for (const value of jsonValues(lines, name)) found.push(...(await plansIn(value, name)));
    if (found.length === 0) cutForm(lines, text, name);
    return found;
  }
  if (/<Node-Type>|<explain\b/.test(text)) return xmlPlans(lines, name);
  if (/^\s*(?:- )?Node Type: "/m.test(text)) return yamlPlans(lines, name);
  if (/^\s*(?:<\/\w|<(?:Plan|Query|Plans)>|\{|\[|"\w[\w ]*"\s*:)/m.test(text) && /[{}<]/.test(text))
    cutForm(lines, text, name);
  return textPlans(lines, name);
}

/** Whatever is the plan in a value: EXPLAIN's own list, rows of a driver, an entry of a log. */
async function plansIn(value: unknown, name: string): Promise<readonly unknown[]> {
  if (Array.isArray(value)) {
    const rows = value.map((row) => (isProperties(row) ? row['QUERY PLAN'] : undefined));
    if (rows.length > 0 && rows.every((row) => typeof row === 'string')) return rowsText(rows.join('\n'), name);
    const found: unknown[] = [];
    for (const one of value) found.push(...(await plansIn(one, name)));
    return found;
  }
  if (!isProperties(value)) return [];
  if (isProperties(value['Plan']) || 'Node Type' in value) return [value];
  for (const inner of Object.values(value)) {
    if (typeof inner === 'string' && /Node Type|\(cost=/.test(inner)) return rowsText(inner, name);
    const found = typeof inner === 'object' ? await plansIn(inner, name) : [];
    if (found.length > 0) return found;
  }
  return [];
}

async function rowsText(text: string, name: string): Promise<readonly unknown[]> {
  const lines = unframed(linesOf(text));
  return rawPlans(lines, lines.map((line) => line.text).join('\n'), name);
}

/** JSON or XML that has no node: cut before the first one, or the end of a plan without its start. */
function cutForm(lines: readonly Line[], text: string, name: string): void {
  if (/^\s*(?:"[A-Z][\w /-]*"\s*:|<[A-Z][\w-]*>)/m.test(text)) {
    const line = lines.find((one) => one.text.trim() !== '')?.number ?? 1;
    throw badPlan(name, line, 'the plan begins in the middle or is cut short: no node of it is here');
  }
}

function isProperties(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shortened(text: string): string {
  const plain = text.trim();
  return plain.length > 60 ? `${plain.slice(0, 60)}…` : plain;
}
