import type { Node, RangeVar } from 'libpg-query';
import type { WrittenName } from '../../migration-action.ts';
import { stringsOf } from '../query/nodes.ts';

export function rangeName({ schemaname, relname }: RangeVar): WrittenName {
  return { ...(schemaname === undefined ? {} : { schema: schemaname }), name: relname ?? '' };
}

/** The last of the parts is the name, the one before it the schema. */
export function nameOfParts(parts: readonly string[]): WrittenName {
  const schema = parts.at(-2);
  return { ...(schema === undefined ? {} : { schema }), name: parts.at(-1) ?? '' };
}

/** The parts of an object's name in whatever form a statement lists it. */
export function partsOf(node: Node): readonly string[] {
  if ('List' in node) return stringsOf(node.List.items);
  if ('String' in node) return [node.String.sval ?? ''];
  if ('TypeName' in node) return stringsOf(node.TypeName.names);
  if ('ObjectWithArgs' in node) return stringsOf(node.ObjectWithArgs.objname);
  return 'RangeVar' in node
    ? [...(node.RangeVar.schemaname === undefined ? [] : [node.RangeVar.schemaname]), node.RangeVar.relname ?? '']
    : [];
}

export function rangeNames(nodes: readonly Node[] | undefined): readonly WrittenName[] {
  return (nodes ?? []).flatMap((node) => {
    if ('RangeVar' in node) return [rangeName(node.RangeVar)];
    return 'VacuumRelation' in node && node.VacuumRelation.relation ? [rangeName(node.VacuumRelation.relation)] : [];
  });
}
