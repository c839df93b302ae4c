import type { Dialect } from './flavour.ts';
import { wholeExpression } from './sql/expression.ts';
import { tokens } from './sql/tokens.ts';

/** Functions that both servers have, and that mean the same there as under these names in the other engines. */
const known = new Set(
  'abs ascii case ceiling char_length coalesce concat concat_ws current_date current_time current_timestamp current_user datediff exp extract floor greatest in instr interval json_valid least left ln log10 lower lpad ltrim md5 mod nullif octet_length pow repeat replace reverse right round rpad rtrim sign sqrt substr trim truncate upper uuid and or not like between when then else is xor div regexp'.split(
    ' ',
  ),
);

/** What has another value each time: no check and no computed value may ask for it. */
const changing = new Set('current_date current_time current_timestamp current_user uuid'.split(' '));

/** Parts of a time that all count alike. */
const units = /^extract\((?:year|quarter|month|day|hour|minute) from /;

/**
 * Whether the servers read an expression of another engine as what it meant there: it is one of theirs, with functions and
 * operators that all have. `fixed`: its value must be the same each time.
 */
export function understood(expression: string, fixed: boolean, dialect: Dialect): boolean {
  // It joins texts elsewhere, and is an OR here.
  if (tokens(expression, dialect).some(({ text }) => text === '||' || text === '&&')) return false;
  const text = wholeExpression(expression, dialect);
  if (text === undefined) return false;
  const list = tokens(text, dialect);
  return list.every(({ kind, value, text: written }, at) => {
    const next = list[at + 1]?.text;
    if (kind === 'variable' || written === '^' || written === '~' || written === '!') return false;
    if (kind !== 'word' && kind !== 'name') return true;
    const name = value.toLowerCase();
    if (name === 'cast' && next === '(') return true;
    if (name === 'collate') return /^(?:utf8|uca1400|latin1|binary)/i.test(next ?? '');
    if (name === 'extract' && next === '(') return units.test(text.slice(list[at]?.start));
    return next !== '(' || (kind === 'word' && known.has(name) && !(fixed && changing.has(name)));
  });
}
