import { RelvarError } from '../../findings/error.ts';
import type { Grouping } from '../group.ts';
import type { Notes } from '../notes.ts';
import { placeOf } from '../place.ts';
import { numberParameters } from '../placeholders.ts';
import { statementTexts } from '../statements.ts';
import { type Language, syntax } from './languages.ts';
import { hole, type Literal, literals } from './literals.ts';
import { loopAround } from './loops.ts';

/** How a query begins, and what no sentence of people has behind it. */
const query =
  /^\s*(?:(?:--[^\n]*\n|\/\*[\s\S]*?\*\/)\s*)*(?:(?:copy\s*\(\s*|declare\s+\S+\s+(?:\w+\s+){0,3}cursor\s+(?:\w+\s+hold\s+)?for\s+)?select\b[\s\S]+?\bfrom\b|insert\s+into\s+\S+|update\s+(?:only\s+)?\S+(?:\s+(?:as\s+)?\w+)?\s+set\b|delete\s+from\s+\S+|merge\s+into\s+\S+|with\s+(?:recursive\s+)?[\w"]+\s*(?:\([^)]*\)\s*)?as\b)/i;

/** “Select a product from the list”, “Delete from your account”: people's words, where SQL has a table's name. */
const sentence =
  /^[^='"*(;]*\b(?:from|into|update)\s+(?:the|a|an|your|our|my|this|these|those|that|all|each|every|any)\b(?![^;]*=)/i;

/** A value that is put between two pieces of text: `"… = " + id + " and …"`; and one behind the last. */
const operands = (mark: string) => ({
  between: new RegExp(`^\\s*\\${mark}\\s*[\\w$@.[\\]()>?-]{1,80}\\s*\\${mark}\\s*$`),
  behind: new RegExp(`^\\s*\\${mark}\\s*[\\w$@[(]`),
});

/** What programs put a value for later: `{}`, `{0}`, `#{id}`, `${id}`, `$id`, `%d`. In a query that parses it is something else. */
const formats = /[#$]\{[^{}]*\}|\{\w*\}|%[-+ #\d.]*[dif]\b|\$[A-Za-z_]\w*(?![\w$])/g;

/**
 * Finds SQL in the strings of a program: literals and templates, joined where the program joins them, values in them
 * as parameters. What begins like a query and is none is counted. Gives how many queries were found.
 */
export function readCode(text: string, file: string, language: string, grouping: Grouping, notes: Notes): number {
  const form = syntax[language];
  if (!form) throw new Error(`no syntax of ${language}`);
  let found = 0;
  for (const { text: all, start } of joined([...literals(text, form)], text, form)) {
    if (!isQuery(all)) continue;
    const { line } = placeOf(text, start);
    const loop = loopAround(text, start);
    const parts = all.includes(';') ? statementTexts(all).map((one) => one.sql) : [all];
    for (const written of parts.length > 1 ? parts.filter(isQuery) : [all]) {
      const own = asStatement(written);
      const sql = grouping.judge.parses(own) ? own : asStatement(written.replace(formats, hole));
      const why = grouping.given(sql, { place: { file, line, ...(loop === undefined ? {} : { loop }) } });
      if (why === undefined) found++;
      else if (why !== 'utility' && why !== 'system catalogs') {
        notes.note('text that only looks like SQL', file, { line });
      }
    }
  }
  return found;
}

function isQuery(written: string): boolean {
  const plain = written.replaceAll(hole, ' $1 ');
  return query.test(plain) && !sentence.test(plain);
}

/** Literals that the program puts together are one; a value between or behind them is a hole. */
function joined(
  all: readonly Literal[],
  text: string,
  { glue, joins = '+' }: Language,
): readonly { readonly text: string; readonly start: number }[] {
  const operand = operands(joins);
  const found: { text: string; start: number; end: number }[] = [];
  for (const one of all) {
    const last = found.at(-1);
    const between = last ? text.slice(last.end, one.start) : '';
    if (last && between.length < 200 && glue.test(between) && between !== '') {
      last.text += one.text;
      last.end = one.end;
    } else if (last && between.length < 120 && operand.between.test(between)) {
      last.text += ` ${hole} ${one.text}`;
      last.end = one.end;
    } else found.push({ text: one.text, start: one.start, end: one.end });
  }
  return found.map(({ text: written, start, end }) => {
    const behind = text.slice(end, end + 60);
    return { text: operand.behind.test(behind) ? `${written} ${hole}` : written, start };
  });
}

/** A value in quotes of its own, which the program formats: `'%s'`, `'%%%s%%'`. */
const quotedFormat = /^'(?:%%)*%[sdvq](?:%%)*'$/;

/** With numbered parameters; a value inside quotes is part of a constant. */
function asStatement(written: string): string {
  const unquoted = written.replace(/'(?:[^']|'')*'/g, (constant) =>
    constant.includes(hole) || quotedFormat.test(constant) ? hole : constant,
  );
  let count = 0;
  const named = unquoted.replaceAll(hole, () => `:relvar_${++count}`);
  for (const attempt of [named, unquoted.replaceAll(hole, '?')]) {
    try {
      return numberParameters(attempt, '').sql;
    } catch (error) {
      if (!(error instanceof RelvarError)) throw error;
    }
  }
  // Both numbered parameters and values that are put in: the values come behind.
  let last = Math.max(0, ...[...unquoted.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number)));
  return unquoted.replaceAll(hole, () => `$${++last}`);
}
