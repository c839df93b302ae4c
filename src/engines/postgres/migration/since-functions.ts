import type { Node } from 'libpg-query';
import { stringsOf } from '../query/nodes.ts';

/**
 * Functions of the engine that came after 13, without those of its insides: names that `pg_proc` of a version has in
 * `pg_catalog` and that of the version before has not.
 */
const functions: Readonly<Record<number, string>> = {
  14: `bit_count bit_xor date_bin datemultirange int4multirange int8multirange multirange nummultirange
    pg_column_compression range_agg range_intersect_agg string_to_table trim_array tsmultirange tstzmultirange unistr`,
  15: 'has_parameter_privilege regexp_count regexp_instr regexp_like regexp_substr',
  16: `any_value array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict json_object_agg_strict
    json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict jsonb_object_agg_strict
    jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info pg_input_is_valid random_normal
    system_user`,
  17: `icu_unicode_version jsonb_populate_record_valid pg_basetype pg_column_toast_chunk_id to_bin to_oct to_regtypemod
    unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version xmltext`,
  18: `array_reverse array_sort casefold crc32 crc32c gamma has_largeobject_privilege lgamma pg_get_acl uuidv4 uuidv7`,
};

const versions = new Map(
  Object.entries(functions).flatMap(([version, names]) =>
    names.split(/\s+/).map((name) => [name, Number(version)] as const),
  ),
);

/** The version that brought a function that is called by a name without a schema, or by that of the engine's own. */
export function newerFunction(
  funcname: readonly Node[] | undefined,
): { readonly version: number; readonly what: string; readonly calls: string } | undefined {
  const names = stringsOf(funcname);
  const [name = '', schema = 'pg_catalog'] = names.toReversed();
  const version = schema === 'pg_catalog' ? versions.get(name) : undefined;
  return version === undefined ? undefined : { version, what: `the function ${name}`, calls: name };
}
