import type { Change } from '../../../catalog/change.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Statement } from '../../engine.ts';
import { parenthesized, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { alterTable, layout, transactional } from './layout.ts';

type Of<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;

export function setRowSecurity(change: Of<'set row security'>): readonly Statement[] {
  const force = change.forced === undefined ? '' : `, ${change.forced ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY`;
  return [alterTable(change.table, `${change.enabled ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY${force}`)];
}

export function createPolicy(change: Of<'create policy'>): readonly Statement[] {
  const roles = change.roles ?? [];
  const to = [
    change.permissive === false ? 'AS RESTRICTIVE' : undefined,
    change.command === 'all' ? undefined : `FOR ${change.command.toUpperCase()}`,
    roles.length === 0 ? undefined : `TO ${roles.map(quoteIdentifier).join(', ')}`,
  ].filter((part) => part !== undefined);
  return [
    transactional(
      layout(
        `CREATE POLICY ${quoteIdentifier(change.name)} ON ${quoteName(change.table)}`,
        to.join(' '),
        ...conditions(change),
      ),
    ),
  ];
}

export function alterPolicy(change: Of<'alter policy'>): readonly Statement[] {
  return [
    transactional(
      layout(`ALTER POLICY ${quoteIdentifier(change.name)} ON ${quoteName(change.table)}`, ...conditions(change)),
    ),
  ];
}

export function dropPolicy(change: Of<'drop policy'>): readonly Statement[] {
  return [transactional(layout(`DROP POLICY ${quoteIdentifier(change.name)}`, `ON ${quoteName(change.table)}`))];
}

/** An empty search path is written `''`; the routine's own schema qualifies it, whatever the signature says. */
export function setRoutineOption(change: Of<'set routine option'>): readonly Statement[] {
  const path = change.searchPath.length === 0 ? "''" : change.searchPath.map(quoteIdentifier).join(', ');
  const types = change.signature.slice(change.routine.name.length);
  return [
    transactional(
      layout(
        `ALTER ${change.routineKind.toUpperCase()} ${quoteName(change.routine)}${types}`,
        `SET search_path = ${path}`,
      ),
    ),
  ];
}

export function setViewOption(change: Of<'set view option'>, traits: Traits): readonly Statement[] {
  if (change.option === 'security_invoker' && !traits.invokerViews)
    throw new Error(`${traits.name} has no security_invoker`);
  return [transactional(layout(`ALTER VIEW ${quoteName(change.view)}`, `SET ${storageOption(change)}`))];
}

/** `(fillfactor = 80)`. */
export function storageOption(option: { readonly option: string; readonly value: string }): string {
  const plain = /^([a-z_]+|-?[0-9]+(\.[0-9]+)?)$/.test(option.value);
  return `(${option.option} = ${plain ? option.value : quoteLiteral(option.value)})`;
}

function conditions(policy: { readonly using?: string; readonly withCheck?: string }): readonly (string | undefined)[] {
  return [
    policy.using === undefined ? undefined : `USING ${parenthesized(policy.using)}`,
    policy.withCheck === undefined ? undefined : `WITH CHECK ${parenthesized(policy.withCheck)}`,
  ];
}
