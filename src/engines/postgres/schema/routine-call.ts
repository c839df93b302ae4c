import type { Routine } from '../../../catalog/catalog.ts';
import { listItems } from '../../../catalog/conjuncts.ts';
import type { RoutineCall } from '../../../catalog/routine-call.ts';

/**
 * How a routine is called, from `pg_get_function_arguments` and `pg_get_function_result`; nothing of what triggers alone
 * call, which have theirs by themselves.
 */
export function routineCall({ arguments: list, returns = '' }: Routine): RoutineCall | undefined {
  if (/^(?:event_)?trigger$/.test(returns)) return undefined;
  const parameters = listItems(list);
  const inward = parameters.filter((one) => !/^(?:OUT|TABLE) /.test(one));
  const table = /^TABLE\((.*)\)$/s.exec(returns)?.[1];
  const outward = table === undefined ? parameters.filter((one) => /^(?:OUT|INOUT) /.test(one)) : listItems(table);
  return {
    given: inward.map((one) => one.replace(/ DEFAULT .*$/s, '')),
    defaults: parameters.filter((one) => one.includes(' DEFAULT ')).length,
    ...(table === undefined && outward.length === 0 ? {} : { columns: outward }),
    set: table !== undefined || returns.startsWith('SETOF '),
  };
}
