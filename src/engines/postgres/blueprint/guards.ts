import type { Blueprint } from '../../../catalog/blueprint.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { histories } from './histories.ts';
import { typeOf } from './types.ts';

/** Triggers and policies, behind all tables. */
export function guards(blueprint: Blueprint): readonly string[] {
  return [...updatedAt(blueprint), ...histories(blueprint), ...audit(blueprint), ...tenancy(blueprint)];
}

function updatedAt({ tables }: Blueprint): readonly string[] {
  const kept = tables.flatMap((table) =>
    table.updatedAt === undefined ? [] : [{ name: table.name, column: table.updatedAt }],
  );
  const columns = [...new Set(kept.map((one) => one.column))];
  return columns.flatMap((column) => {
    const routine = quoteIdentifier(`set_${column}`);
    const made = `-- Every update sets ${column}, whatever the application does.
CREATE FUNCTION ${routine}() RETURNS trigger
  LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  NEW.${quoteIdentifier(column)} := now();
  RETURN NEW;
END;
$$;`;
    const triggers = kept
      .filter((one) => one.column === column)
      .map(
        ({ name }) =>
          `CREATE TRIGGER ${quoteIdentifier(`${name}_set_${column}`.slice(0, 63))} BEFORE UPDATE ON ${quoteIdentifier(name)}\n  FOR EACH ROW EXECUTE FUNCTION ${routine}();`,
      );
    return [made, triggers.join('\n')];
  });
}

function audit(blueprint: Blueprint): readonly string[] {
  const { audit: given, tables } = blueprint;
  if (!given || given.of.length === 0) return [];
  const tenant = tables.find((one) => one.name === given.table)?.tenantColumn;
  const extra = tenant === undefined ? '' : `, ${quoteIdentifier(tenant)}`;
  const value =
    tenant === undefined
      ? ''
      : `,\n    (coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> ${quoteLiteral(tenant)})::${tenantType(blueprint, tenant)}`;
  const made = `-- What was changed, by whom and when, is written by the database itself.
CREATE FUNCTION record_change() RETURNS trigger
  LANGUAGE plpgsql SET search_path = ''
AS $$
BEGIN
  INSERT INTO public.${quoteIdentifier(given.table)} (table_name, row_key, operation, actor, old_values, new_values${extra})
  VALUES (
    TG_TABLE_NAME,
    coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'id',
    lower(TG_OP),
    coalesce(current_setting('app.actor', true), session_user),
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
    CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END${value}
  );
  RETURN NULL;
END;
$$;`;
  const triggers = given.of.map(
    (name) =>
      `CREATE TRIGGER ${quoteIdentifier(`${name}_record_change`.slice(0, 63))} AFTER INSERT OR UPDATE OR DELETE ON ${quoteIdentifier(name)}\n  FOR EACH ROW EXECUTE FUNCTION record_change();`,
  );
  return [made, triggers.join('\n')];
}

/** The type of the column by which rows belong to a tenant. */
function tenantType(blueprint: Blueprint, name: string): string {
  const column = blueprint.tables
    .flatMap((one) => (one.tenantColumn === name ? one.columns : []))
    .find((one) => one.name === name);
  return column ? typeOf(column, blueprint) : 'bigint';
}

function tenancy(blueprint: Blueprint): readonly string[] {
  const { tenancy: given, tables } = blueprint;
  if (!given) return [];
  const guarded = tables.filter((one) => one.tenantColumn !== undefined);
  if (guarded.length === 0) return [];
  const rows = guarded.map(({ name, tenantColumn = '' }) => {
    const table = quoteIdentifier(name);
    const own = `${quoteIdentifier(tenantColumn)} = (SELECT current_setting(${quoteLiteral(given.setting)})::${tenantType(blueprint, tenantColumn)})`;
    return `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE ${table} FORCE ROW LEVEL SECURITY;\nCREATE POLICY tenant_isolation ON ${table}\n  USING (${own})\n  WITH CHECK (${own});`;
  });
  return [`-- A session sees the rows of the tenant that it names: SET app.tenant_id = '1'.\n${rows.join('\n')}`];
}
