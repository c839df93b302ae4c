import type { OtherObject } from '../../../catalog/catalog.ts';
import { splitList } from '../introspect/sql-text.ts';
import { ofOwner, otherName } from '../schema/others.ts';

/** The statements that drop an object of a kind that is not modelled further; none where there is no definition. */
export function dropOther(object: OtherObject): readonly string[] {
  const { kind, definition, undo } = object;
  if (definition === undefined) return [];
  if (undo !== undefined) return [ofOwner(undo, object.owner)];
  if (kind === 'default privileges') return splitList(definition, ';\n').map(reversed).reverse();
  return [`DROP ${otherName(object)}`];
}

/** `ALTER DEFAULT PRIVILEGES` the other way round: what was given is taken, what was taken is given back. */
function reversed(statement: string): string {
  const granted = /^(ALTER DEFAULT PRIVILEGES .*?) GRANT (.*) TO (.*?)( WITH GRANT OPTION)?$/s.exec(statement);
  if (granted) return `${granted[1]} REVOKE ${granted[2]} FROM ${granted[3]}`;
  const revoked = /^(ALTER DEFAULT PRIVILEGES .*?) REVOKE (.*) FROM (.*)$/s.exec(statement);
  if (!revoked) throw new Error(`not default privileges of ours: ${statement}`);
  return `${revoked[1]} GRANT ${revoked[2]} TO ${revoked[3]}`;
}
