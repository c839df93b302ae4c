import type { Change } from './change.ts';
import { displayName, qualified, qualifiedColumn } from './names.ts';
import { type ObjectReference, objectKey, referenceTo } from './object.ts';

/** What a change does, in one line without a stop: `Create index public.orders_user_id_idx on public.orders`. */
export function changeTitle(change: Change): string {
  switch (change.kind) {
    case 'create':
    case 'drop':
    case 'replace': {
      const { object } = change;
      if (object.kind === 'other' && object.other.on) {
        const does = { create: 'Set', replace: 'Change', drop: 'Take away' }[change.kind];
        return `${does} ${object.other.kind} ${object.other.name}`;
      }
      const verb =
        change.kind === 'replace'
          ? 'Replace'
          : change.kind === 'drop'
            ? 'Drop'
            : object.kind === 'column'
              ? 'Add'
              : 'Create';
      if (object.kind === 'constraint') {
        const added = change.kind === 'create' ? 'Add' : verb;
        const to = change.kind === 'create' ? 'to' : 'of';
        return `${added} ${object.type} ${displayName(object.constraint.name)} ${to} ${qualified(object.table)}`;
      }
      const key = told(referenceTo(object));
      const on = object.kind === 'index' ? ` on ${qualified(object.relation)}` : '';
      return `${verb} ${object.kind === 'view' && object.view.materialized ? 'materialized ' : ''}${key}${on}`;
    }
    case 'rename':
      return `Rename ${told(change.object)} to ${displayName(change.to)}`;
    case 'set schema':
      return `Move ${told(change.object)} to the schema ${displayName(change.schema)}`;
    case 'set comment':
      return `${change.comment === undefined ? 'Take away' : 'Set'} the comment of ${told(change.object)}`;
    case 'set owner':
      return `Give ${told(change.object)} to ${displayName(change.owner)}`;
    case 'grant':
    case 'revoke': {
      const { grant, kind } = change;
      const words = [...new Set([...grant.privileges, ...grant.grantable])].join(', ') || 'all';
      const who = grant.grantee === '' ? 'everybody' : displayName(grant.grantee);
      return `${kind === 'grant' ? 'Grant' : 'Revoke'} ${words} on ${told(change.object)} ${kind === 'grant' ? 'to' : 'from'} ${who}`;
    }
    case 'set options':
      return `Set options of ${told(change.object)}`;
    case 'set tablespace':
      return `Move ${told(change.object)} to the tablespace ${displayName(change.tablespace ?? 'of the database')}`;
    case 'set extension version':
      return `Update extension ${displayName(change.extension)} to ${change.version}`;
    case 'set server version':
      return change.version === undefined
        ? `Take away the version of ${told(change.object)}`
        : `Set the version of ${told(change.object)} to ${change.version}`;
    case 'set populated':
      return `${change.populated ? 'Fill' : 'Empty'} materialized view ${qualified(change.view)}`;
    case 'attach partition':
    case 'detach partition':
      return `${change.kind === 'attach partition' ? 'Attach' : 'Detach'} partition ${qualified(change.partition)} ${change.kind === 'attach partition' ? 'to' : 'from'} ${qualified(change.table)}`;
    case 'attach index':
      return `Attach index ${qualified(change.index)} to ${qualified(change.parent)}`;
    case 'add enum value':
      return `Add value '${change.value}' to type ${qualified(change.type)}`;
    case 'rename enum value':
      return `Rename value '${change.value}' of type ${qualified(change.type)} to '${change.to}'`;
    case 'rename attribute':
      return `Rename attribute ${displayName(change.attribute)} of type ${qualified(change.type)} to ${displayName(change.to)}`;
    case 'add attribute':
    case 'drop attribute':
      return change.kind === 'add attribute'
        ? `Add attribute ${displayName(change.attribute)} to type ${qualified(change.type)}`
        : `Drop attribute ${displayName(change.attribute)} of type ${qualified(change.type)}`;
    case 'replace type':
      return `Put a new type in the place of ${qualified(change.type)}`;
    case 'change type':
      return `Change ${qualifiedColumn(change.table, change.column)} to ${change.type}`;
    case 'set trigger state':
      return `Set trigger ${displayName(change.trigger)} on ${qualified(change.relation)}: ${change.enabled}`;
    case 'alter sequence':
      return `Alter sequence ${qualified(change.sequence)}`;
    case 'set routine option':
      return `Set search_path of routine ${displayName(change.routine.schema)}.${change.signature}`;
    case 'set view option':
      return `Set ${change.option} of view ${qualified(change.view)}`;
    default:
      return `${capital(change.kind)} of ${place(change)}`;
  }
}

/** For kinds that are a phrase of their own: `Set not null` of a column, a constraint, a table, a type. */
function place(change: Change): string {
  if ('column' in change && 'table' in change) return qualifiedColumn(change.table, change.column);
  if ('table' in change)
    return 'name' in change ? `${qualified(change.table)}: ${displayName(change.name)}` : qualified(change.table);
  if ('type' in change && typeof change.type === 'object') return qualified(change.type);
  if ('sequence' in change && change.sequence !== undefined) return qualified(change.sequence);
  return 'the schema';
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** An index by its name in its schema, all else by its key. */
function told(reference: ObjectReference): string {
  const { kind, name, of } = reference;
  return kind === 'index' && of ? `index ${qualified({ schema: of.schema, name })}` : objectKey(reference);
}
