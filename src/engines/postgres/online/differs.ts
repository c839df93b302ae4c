import type { DataType } from '../../../catalog/type.ts';

const withoutEquality = /^(?:json|jsonpath|xml|point|polygon|txid_snapshot|pg_snapshot|aclitem)$/;

/** Whether `=` can be asked of all values of the type; what a user's own type holds is not looked into. */
function hasEquality(type: DataType): boolean {
  if (type.element) return hasEquality(type.element);
  if (type.ref && type.family !== 'enum') return false;
  return !withoutEquality.test(type.name) && type.family !== 'json' && type.family !== 'xml';
}

/** SQL that is true where two values of a type are not the same: by their text where the type knows no equality. */
export function differs(type: DataType, one: string, other: string): string {
  return hasEquality(type) ? `${one} IS DISTINCT FROM ${other}` : `(${one})::text IS DISTINCT FROM (${other})::text`;
}
