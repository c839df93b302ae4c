import type { OtherObject } from '../../../catalog/catalog.ts';
import { splitList } from '../introspect/sql-text.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';

/** The statements that drop an object of a kind that is not modelled further; none where there is no definition. */
export function dropOther(object: OtherObject): readonly string[] {
  const { kind, schema, name, definition } = object;
  if (definition === undefined) return [];
  const own = schema === undefined ? quoteIdentifier(name) : quoteName({ schema, name });
  switch (kind) {
    case 'default privileges':
      return splitList(definition, ';\n').map(reversed).reverse();
    case 'operator': {
      const at = name.lastIndexOf('(');
      return [`DROP OPERATOR ${quoteIdentifier(schema ?? '')}.${name.slice(0, at)} ${name.slice(at)}`];
    }
    case 'operator family':
    case 'operator class': {
      const at = name.lastIndexOf(' using ');
      const bare = quoteName({ schema: schema ?? '', name: name.slice(0, at) });
      return [`DROP ${kind.toUpperCase()} ${bare} USING ${quoteIdentifier(name.slice(at + ' using '.length))}`];
    }
    case 'cast':
      return [`DROP ${head(definition, /^CREATE (CAST \(.*? AS .*?\)) WITH/s)}`];
    case 'transform':
      return [`DROP ${head(definition, /^CREATE (TRANSFORM FOR .*) \(/s)}`];
    case 'foreign server':
      return [`DROP SERVER ${own}`];
    default:
      return [`DROP ${kind.toUpperCase()} ${own}`];
  }
}

function head(definition: string, pattern: RegExp): string {
  const found = pattern.exec(definition)?.[1];
  if (found === undefined) throw new Error(`not a definition of ours: ${definition}`);
  return found;
}

/** `ALTER DEFAULT PRIVILEGES` the other way round: what was given is taken, what was taken is given back. */
function reversed(statement: string): string {
  const granted = /^(ALTER DEFAULT PRIVILEGES .*?) GRANT (.*) TO (.*?)( WITH GRANT OPTION)?$/s.exec(statement);
  if (granted) return `${granted[1]} REVOKE ${granted[2]} FROM ${granted[3]}`;
  const revoked = /^(ALTER DEFAULT PRIVILEGES .*?) REVOKE (.*) FROM (.*)$/s.exec(statement);
  if (!revoked) throw new Error(`not default privileges of ours: ${statement}`);
  return `${revoked[1]} GRANT ${revoked[2]} TO ${revoked[3]}`;
}
