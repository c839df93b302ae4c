import type { ObjectReference } from '../../../catalog/object.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { otherNameOf } from '../schema/others.ts';

/** The engine's word for a kind of object: `TABLE`, `MATERIALIZED VIEW`, `DOMAIN`. */
function kindWord({ kind, form }: ObjectReference): string {
  if (kind === 'routine') return form === 'procedure' ? 'PROCEDURE' : form === 'aggregate' ? 'ROUTINE' : 'FUNCTION';
  if (form === 'foreign') return 'FOREIGN TABLE';
  if (form === 'materialized') return 'MATERIALIZED VIEW';
  if (form === 'domain') return 'DOMAIN';
  return kind.toUpperCase();
}

/** A routine's name, quoted, with the types of its arguments as they are; by its signature, `name(type, type)`. */
function routineName(schema: string, signature: string): string {
  const at = signature.indexOf('(');
  return `${quoteName({ schema, name: signature.slice(0, at) })}${signature.slice(at)}`;
}

/** The object with the word for its kind: `TABLE public.orders`, `TRIGGER touch ON public.orders`. */
export function objectName(reference: ObjectReference): string {
  const { kind, schema, name, of } = reference;
  if (kind === 'other') return otherNameOf(reference);
  const word = kindWord(reference);
  if (kind === 'column' && of) return `${word} ${quoteName(of)}.${quoteIdentifier(name)}`;
  if (kind === 'index' && of) return `${word} ${quoteName({ schema: of.schema, name })}`;
  if (of) return `${word} ${quoteIdentifier(name)} ON ${quoteName(of)}`;
  if (schema === undefined) return `${word} ${quoteIdentifier(name)}`;
  return `${word} ${kind === 'routine' ? routineName(schema, name) : quoteName({ schema, name })}`;
}

/** The object as GRANT names it: views and foreign tables are tables, domains types, aggregates functions. */
export function grantedName(reference: ObjectReference): string {
  const { kind, schema = '', name } = reference;
  switch (kind) {
    case 'view':
    case 'table':
      return `TABLE ${quoteName({ schema, name })}`;
    case 'type':
      return `TYPE ${quoteName({ schema, name })}`;
    default:
      return reference.other === 'foreign server' ? `FOREIGN ${objectName(reference)}` : objectName(reference);
  }
}
