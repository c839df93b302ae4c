// The keywords of PostgreSQL 18 as pg_get_keywords() lists them; the test of quote.ts compares them with the engine's own.

/** Reserved everywhere (category R). */
export const reservedKeywords: readonly string[] = [
  'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint',
  'create current_catalog current_date current_role current_time current_timestamp current_user default',
  'deferrable desc distinct do else end except false fetch for foreign from grant group having in',
  'initially intersect into lateral leading limit localtime localtimestamp not null offset on only or',
  'order placing primary references returning select session_user some symmetric system_user table then',
  'to trailing true union unique user using variadic when where window with',
].flatMap((line) => line.split(' '));

/** Reserved as a name of anything but a function or type (category T). */
export const functionAndTypeKeywords: readonly string[] = [
  'authorization binary collation concurrently cross current_schema freeze full ilike inner is isnull',
  'join left like natural notnull outer overlaps right similar tablesample verbose',
].flatMap((line) => line.split(' '));

/** Not reserved as the name of a table or column, but as that of a function or type (category C). */
export const columnNameKeywords: readonly string[] = [
  'between bigint bit boolean char character coalesce dec decimal exists extract float greatest',
  'grouping inout int integer interval json json_array json_arrayagg json_exists json_object',
  'json_objectagg json_query json_scalar json_serialize json_table json_value least merge_action',
  'national nchar none normalize nullif numeric out overlay position precision real row setof smallint',
  'substring time timestamp treat trim values varchar xmlattributes xmlconcat xmlelement xmlexists',
  'xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable',
].flatMap((line) => line.split(' '));
