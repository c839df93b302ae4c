import type { Change } from './change.ts';
import { type ObjectReference, referenceTo } from './object.ts';
import { usualSequence } from './retyped-sequence.ts';

/** The changes that take one back, in order; or why there are none. Rows and values that a drop took do not come back. */
export function inverse(change: Change): readonly Change[] | { readonly none: string } {
  switch (change.kind) {
    case 'create':
      return [{ kind: 'drop', object: change.object }];
    case 'drop':
      return [{ kind: 'create', object: change.object }];
    case 'replace':
      return [{ ...change, object: change.was, was: change.object }];
    case 'rename':
      return [{ kind: 'rename', object: renamed(change.object, change.to), to: bareName(change.object) }];
    case 'set schema': {
      const { object, schema, was } = change;
      if (object.schema !== undefined)
        return [{ kind: 'set schema', object: { ...object, schema }, schema: object.schema }];
      return was === undefined
        ? { none: 'it was in no schema' }
        : [{ kind: 'set schema', object, schema: was, was: schema }];
    }
    case 'set comment': {
      const { comment, was, ...rest } = change;
      return [{ ...rest, ...optional('comment', was), ...optional('was', comment) }];
    }
    case 'set owner':
      return change.was === undefined ? [] : [{ ...change, owner: change.was, was: change.owner }];
    case 'grant':
      return [{ ...change, kind: 'revoke' }];
    case 'revoke':
      if (change.grant.privileges.length + change.grant.grantable.length === 0) {
        return { none: 'the right came from a default for new objects' };
      }
      return [{ ...change, kind: 'grant' }];
    case 'set options': {
      const touched = [...Object.keys(change.set), ...change.reset];
      const was = Object.entries(change.was);
      const now = new Map([...was, ...Object.entries(change.set)]);
      for (const name of change.reset) now.delete(name);
      return [
        {
          ...change,
          set: Object.fromEntries(was.filter(([name]) => touched.includes(name))),
          reset: touched.filter((name) => !Object.hasOwn(change.was, name)),
          was: Object.fromEntries(now),
        },
      ];
    }
    case 'set tablespace': {
      const { tablespace, was, ...rest } = change;
      return [{ ...rest, ...optional('tablespace', was), ...optional('was', tablespace) }];
    }
    case 'set server version': {
      const { version, was, ...rest } = change;
      return [{ ...rest, ...optional('version', was), ...optional('was', version) }];
    }
    case 'set populated':
      return [{ ...change, populated: !change.populated }];
    case 'set access method': {
      const { accessMethod, was, ...rest } = change;
      return [{ ...rest, ...optional('accessMethod', was), ...optional('was', accessMethod) }];
    }
    case 'set replica identity': {
      const { identity, index, was, indexWas, ...rest } = change;
      return [
        { ...rest, identity: was, was: identity, ...optional('index', indexWas), ...optional('indexWas', index) },
      ];
    }
    case 'set cluster': {
      const { index, was, ...rest } = change;
      return [{ ...rest, ...optional('index', was), ...optional('was', index) }];
    }
    case 'inherit':
      return [{ ...change, kind: 'no inherit' }];
    case 'no inherit':
      return [{ ...change, kind: 'inherit' }];
    case 'attach partition':
      return [{ ...change, kind: 'detach partition' }];
    case 'detach partition':
      return [{ ...change, kind: 'attach partition' }];
    case 'set trigger state':
      return [{ ...change, enabled: change.was, was: change.enabled }];
    case 'set policy roles':
      return [{ ...change, roles: change.was, was: change.roles }];
    case 'alter policy': {
      const { using, withCheck, was, ...rest } = change;
      if (was === undefined) return { none: 'its conditions before are not known' };
      return [
        {
          ...rest,
          ...was,
          was: { ...optional('using', using), ...optional('withCheck', withCheck) },
        },
      ];
    }
    case 'set generated':
      return [{ ...change, expression: change.was, was: change.expression }];
    case 'add identity':
      return [{ ...change, kind: 'drop identity', was: change.identity }];
    case 'drop identity':
      return [{ ...change, kind: 'add identity', identity: change.was }];
    case 'set identity':
      return [{ ...change, generation: change.was, was: change.generation }];
    case 'change type': {
      const { table, column, was } = change;
      if (was === undefined) return { none: 'the type before is not known' };
      return [
        {
          kind: 'change type',
          table,
          column,
          type: was.type.text,
          ...optional('timeZone', change.timeZone),
          ...optional('default', change.default === undefined ? undefined : was.default),
          ...optional('collation', was.collation),
        },
        // A new type comes with its own.
        ...(was.storage === undefined ? [] : [{ kind: 'set storage', table, column, storage: was.storage } as const]),
        ...(was.compression === undefined
          ? []
          : [{ kind: 'set compression', table, column, compression: was.compression } as const]),
      ];
    }
    case 'identity to serial':
      return identityAgain(change);
    case 'set storage': {
      const { storage, was, ...rest } = change;
      return [{ ...rest, ...optional('storage', was), ...optional('was', storage) }];
    }
    case 'set compression': {
      const { compression, was, ...rest } = change;
      return [{ ...rest, ...optional('compression', was), ...optional('was', compression) }];
    }
    case 'set on update': {
      const { expression, was, ...rest } = change;
      return [{ ...rest, ...optional('expression', was), ...optional('was', expression) }];
    }
    case 'set hidden':
      return [{ ...change, hidden: !change.hidden }];
    case 'reset statistics target':
      return [{ kind: 'set statistics target', table: change.table, column: change.column, target: change.was }];
    case 'set enforced':
      return [{ ...change, enforced: !change.enforced }];
    case 'rename enum value':
      return [{ ...change, value: change.to, to: change.value }];
    case 'replace type': {
      const type = referenceTo({ kind: 'type', type: change.was });
      const { comment } = change.was;
      return [
        {
          ...change,
          object: change.was,
          was: change.object,
          ...optional(
            'with',
            change.with?.map((one) => ({ object: one.was, was: one.object })),
          ),
          columns: change.columns.map(({ default: now, defaultWas, ...column }) => ({
            ...column,
            ...optional('default', defaultWas),
            ...optional('defaultWas', now),
          })),
        },
        ...(comment === undefined ? [] : [{ kind: 'set comment' as const, object: type, comment }]),
        ...change.was.grants.map((grant) => ({ kind: 'grant' as const, object: type, grant })),
      ];
    }
    case 'set domain default': {
      const { default: now, was, ...rest } = change;
      return [{ ...rest, ...optional('default', was), ...optional('was', now) }];
    }
    case 'set domain nullable':
      return [{ ...change, nullable: !change.nullable }];
    case 'add check to domain':
      return [{ ...change, kind: 'drop check of domain' }];
    case 'drop check of domain':
      return [{ ...change, kind: 'add check to domain' }];
    case 'rename check of domain':
      return [{ ...change, name: change.to, to: change.name }];
    case 'validate check of domain':
    case 'validate constraint':
    case 'analyze':
    case 'vacuum':
    case 'rebuild index':
      return [];
    case 'add attribute':
      return [{ ...change, kind: 'drop attribute' }];
    case 'drop attribute': {
      const { columns: _, ...rest } = change;
      return [{ ...rest, kind: 'add attribute' }];
    }
    case 'change attribute type': {
      const { data, was, collation, collationWas, ...rest } = change;
      return [
        {
          ...rest,
          data: was,
          was: data,
          ...optional('collation', collationWas),
          ...optional('collationWas', collation),
        },
      ];
    }
    case 'rename attribute':
      return [{ ...change, attribute: change.to, to: change.attribute }];
    case 'alter sequence':
      return [{ ...change, sequence: change.was, was: change.sequence }];
    case 'own sequence': {
      const { owner, was, ...rest } = change;
      return [{ ...rest, ...optional('owner', was), ...optional('was', owner) }];
    }
    case 'set sequence persistence':
      return [{ ...change, persistence: change.persistence === 'unlogged' ? 'permanent' : 'unlogged' }];
    case 'set persistence':
      return [{ ...change, persistence: change.persistence === 'unlogged' ? 'permanent' : 'unlogged' }];
    case 'set not null':
      return [{ kind: 'drop not null', table: change.table, column: change.column }];
    case 'drop not null':
      return [
        { kind: 'set not null', table: change.table, column: change.column, ...optional('constraint', change.was) },
      ];
    case 'set default': {
      const { table, column, was } = change;
      return [
        was === undefined
          ? { kind: 'drop default', table, column }
          : { kind: 'set default', table, column, default: was },
      ];
    }
    case 'drop default': {
      const { table, column, was } = change;
      return was === undefined
        ? { none: 'the default before is not known' }
        : [{ kind: 'set default', table, column, default: was }];
    }
    case 'set row security':
      return change.enabled
        ? [{ kind: 'set row security', table: change.table, enabled: false }]
        : { none: 'whether it was forced before is not known' };
    case 'create index':
      return [
        {
          kind: 'drop index',
          table: change.table,
          index: { schema: change.table.schema, name: change.name },
          ...(change.partitioned ? { partitioned: true } : {}),
        },
      ];
    case 'add foreign key':
    case 'add primary key':
    case 'add unique':
    case 'add check':
      return [{ kind: 'drop constraint', table: change.table, name: change.name }];
    case 'add column':
      return [{ kind: 'drop column', table: change.table, column: change.column }];
    case 'create policy':
      return [{ kind: 'drop policy', table: change.table, name: change.name }];
    case 'add enum value':
      return { none: 'a value of an enum cannot be taken away again; unused, it does no harm' };
    case 'attach index':
      return {
        none: 'a partition’s index leaves its parent’s only when that is dropped: to go back, drop the parent’s, which takes all of them along, make it again ON ONLY the parent, and build and attach those of the partitions that belonged to it',
      };
    case 'drop generated':
      return { none: 'a plain column cannot become a generated one again without being made anew' };
    case 'set extension version':
      return { none: 'an extension goes back to an older version only where it has a script for it' };
    default:
      return { none: 'what was there before is not known' };
  }
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  // The computed key is the name's own type.
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]: Value });
}

/** The object under its new name; of a routine the name is the part of its signature before the parenthesis. */
function renamed(object: ObjectReference, to: string): ObjectReference {
  const at = object.kind === 'routine' ? object.name.indexOf('(') : -1;
  return { ...object, name: at < 0 ? to : `${to}${object.name.slice(at)}` };
}

function bareName({ kind, name }: ObjectReference): string {
  const at = kind === 'routine' ? name.indexOf('(') : -1;
  return at < 0 ? name : name.slice(0, at);
}

/** The identity that goes on from where the sequence is, counts as it did, and has its sequence's name again. */
function identityAgain({
  table,
  column,
  sequence,
  was,
  identity,
}: Extract<Change, { readonly kind: 'identity to serial' }>): readonly Change[] {
  const { schema, name } = sequence;
  const usual = usualSequence(was, was.type);
  const isUsual = (['start', 'increment', 'minimum', 'maximum', 'cache', 'cycle'] as const).every(
    (one) => usual[one] === was[one],
  );
  return [
    { kind: 'serial to identity', table, column, sequence: { schema, name }, ...optional('grants', was.grants) },
    ...(name === was.name
      ? []
      : [{ kind: 'rename', object: { kind: 'sequence', schema, name }, to: was.name } as const]),
    ...(isUsual ? [] : [{ kind: 'alter sequence', sequence: was, was: usual } as const]),
    ...(identity.generation === 'always'
      ? [{ kind: 'set identity', table, column, generation: 'always', was: 'by default' } as const]
      : []),
  ];
}
