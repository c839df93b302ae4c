/**
 * What is known of an extension by heart: enough to tell from a script that it is meant, and to stand in for it.
 * Lists of names are written as one string. Sources: the extensions' own SQL scripts and manuals.
 */
export interface KnownExtension {
  /** Where its objects are, whatever schema is asked for. */
  readonly schema?: string;
  /** The platform whose databases have it from the start: it is no extension, and nothing creates it. */
  readonly platform?: string;
  /** Extensions that it needs. */
  readonly requires?: readonly string[];
  readonly types?: string;
  /** Type → operator classes that are for it; those named `name:method` are no default of their own access method. */
  readonly operatorClasses?: Readonly<Record<string, string>>;
  /** Access methods of indexes. */
  readonly indexMethods?: string;
  /** Access methods of tables. */
  readonly tableMethods?: string;
  readonly languages?: string;
  readonly wrappers?: string;
  /** Result → functions; a name that ends in `*` stands for all that begin so. The result `any` is not known. */
  readonly functions?: Readonly<Record<string, string>>;
  /** Functions whose result holds for a statement only; all others count as immutable. */
  readonly stable?: string;
  /** How its types are aligned when not by 4 bytes. */
  readonly alignment?: 'double';
  /** Result → aggregates. */
  readonly aggregates?: Readonly<Record<string, string>>;
  /** `left operator right` → result, made together with the type on the left. */
  readonly operators?: Readonly<Record<string, string>>;
  /** Casts that need no function, `from>to`, made together with both types. */
  readonly casts?: string;
  /** Table or view → its columns. */
  readonly relations?: Readonly<Record<string, string>>;
}

/** Extensions of PostgreSQL's own contrib: the embedded engine has them, so that only their names matter. */
const contrib: Readonly<Record<string, KnownExtension>> = {
  citext: { types: 'citext' },
  hstore: { types: 'hstore', functions: { any: 'hstore hstore_to_json hstore_to_jsonb akeys avals skeys svals' } },
  ltree: { types: 'ltree lquery ltxtquery', functions: { any: 'text2ltree ltree2text nlevel subltree subpath' } },
  pg_trgm: {
    operatorClasses: { text: 'gin_trgm_ops gist_trgm_ops' },
    functions: { any: 'similarity word_similarity strict_word_similarity show_trgm show_limit set_limit' },
  },
  'uuid-ossp': {
    functions: {
      any: 'uuid_generate_v1 uuid_generate_v1mc uuid_generate_v3 uuid_generate_v4 uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_url uuid_ns_oid uuid_ns_x500',
    },
  },
  pgcrypto: {
    functions: {
      any: 'crypt gen_salt digest hmac gen_random_bytes pgp_* armor dearmor encrypt decrypt encrypt_iv decrypt_iv',
    },
  },
  unaccent: { functions: { any: 'unaccent unaccent_lexize' } },
  fuzzystrmatch: {
    functions: {
      any: 'levenshtein levenshtein_less_equal soundex difference metaphone dmetaphone dmetaphone_alt daitch_mokotoff',
    },
  },
  intarray: {
    types: 'query_int',
    operatorClasses: { 'integer[]': 'gin__int_ops gist__int_ops gist__intbig_ops' },
    functions: { any: 'icount idx subarray uniq' },
  },
  btree_gist: {
    operatorClasses: {
      any: 'gist_int2_ops gist_int4_ops gist_int8_ops gist_text_ops gist_uuid_ops gist_date_ops gist_timestamp_ops gist_timestamptz_ops',
    },
  },
  btree_gin: { operatorClasses: { any: 'int2_ops:gin int4_ops:gin int8_ops:gin uuid_ops:gin' } },
  cube: { types: 'cube' },
  earthdistance: {
    requires: ['cube'],
    types: 'earth',
    functions: { any: 'll_to_earth earth_distance earth_box latitude longitude earth' },
  },
  seg: { types: 'seg' },
  isn: { types: 'isbn isbn13 issn issn13 ismn ismn13 ean13 upc' },
  lo: { types: 'lo', functions: { any: 'lo_manage lo_oid' } },
  tablefunc: { functions: { any: 'crosstab crosstab2 crosstab3 crosstab4 connectby normal_rand' } },
  moddatetime: { functions: { any: 'moddatetime' } },
  tcn: { functions: { any: 'triggered_change_notification' } },
  bloom: { indexMethods: 'bloom' },
  file_fdw: { wrappers: 'file_fdw' },
  pg_stat_statements: {
    relations: { pg_stat_statements: 'queryid bigint, query text', pg_stat_statements_info: 'dealloc bigint' },
  },
};

const distance = 'double precision';
const job =
  'jobid bigint, schedule text, command text, nodename text, nodeport integer, database text, username text, active boolean, jobname text';

/** Extensions that the embedded engine lacks. */
const foreign: Readonly<Record<string, KnownExtension>> = {
  postgis: {
    alignment: 'double',
    types: 'geometry geography box2d box3d spheroid geometry_dump',
    operatorClasses: {
      geometry:
        'gist_geometry_ops_2d:gist gist_geometry_ops_nd spgist_geometry_ops_2d:spgist spgist_geometry_ops_nd brin_geometry_inclusion_ops_2d:brin brin_geometry_inclusion_ops_3d btree_geometry_ops:btree hash_geometry_ops:hash',
      geography:
        'gist_geography_ops:gist spgist_geography_ops_nd:spgist brin_geography_inclusion_ops:brin btree_geography_ops:btree',
    },
    functions: {
      boolean:
        'st_contains st_containsproperly st_coveredby st_covers st_crosses st_disjoint st_dwithin st_dfullywithin st_3ddwithin st_equals st_intersects st_3dintersects st_overlaps st_touches st_within st_isvalid st_isempty st_isclosed st_isring st_issimple st_iscollection st_relate st_hasarc postgis_*',
      'double precision':
        'st_x st_y st_z st_m st_xmin st_xmax st_ymin st_ymax st_zmin st_zmax st_area st_length st_length2d st_perimeter st_distance st_distancesphere st_distancespheroid st_3ddistance st_azimuth st_maxdistance st_hausdorffdistance st_linelocatepoint st_angle',
      integer:
        'st_srid st_npoints st_numpoints st_numgeometries st_dimension st_coorddim st_ndims st_zmflag find_srid st_nrings st_numinteriorrings',
      text: 'st_astext st_asewkt st_asgeojson st_asgml st_askml st_assvg st_aslatlontext st_geohash st_geometrytype st_isvalidreason st_summary geometrytype st_asencodedpolyline addgeometrycolumn dropgeometrycolumn updategeometrysrid populate_geometry_columns',
      bytea: 'st_asbinary st_asewkb st_asmvt st_asmvtgeom st_astwkb',
      geography: 'st_geogfromtext st_geographyfromtext st_geogfromwkb',
      box2d: 'box2d st_box2dfromgeohash st_makebox2d st_expand',
      box3d: 'box3d st_3dmakebox',
      geometry: 'st_*',
    },
    aggregates: { geometry: 'st_collect st_union st_makeline st_extent st_memunion st_polygonize', bytea: 'st_asmvt' },
    operators: {
      'geometry && geometry': 'boolean',
      'geometry <-> geometry': distance,
      'geography && geography': 'boolean',
      'geography <-> geography': distance,
    },
    casts: 'geometry>geography geography>geometry',
    relations: {
      spatial_ref_sys:
        'srid integer PRIMARY KEY, auth_name character varying(256), auth_srid integer, srtext character varying(2048), proj4text character varying(2048)',
      geometry_columns:
        'f_table_catalog text, f_table_schema name, f_table_name name, f_geometry_column name, coord_dimension integer, srid integer, type text',
      geography_columns:
        'f_table_catalog text, f_table_schema name, f_table_name name, f_geography_column name, coord_dimension integer, srid integer, type text',
    },
  },
  postgis_raster: { requires: ['postgis'], types: 'raster' },
  postgis_topology: {
    schema: 'topology',
    requires: ['postgis'],
    types: 'topogeometry',
    functions: { any: 'createtopology addtopogeometrycolumn totopogeom' },
  },
  postgis_tiger_geocoder: { schema: 'tiger', requires: ['postgis'] },
  address_standardizer: { types: 'stdaddr', functions: { any: 'standardize_address parse_address' } },
  pgrouting: { requires: ['postgis'], functions: { record: 'pgr_*' } },
  h3: { types: 'h3index', functions: { h3index: 'h3_*' } },
  vector: {
    types: 'vector halfvec sparsevec',
    indexMethods: 'hnsw ivfflat',
    operatorClasses: {
      vector: 'vector_l2_ops vector_ip_ops vector_cosine_ops vector_l1_ops vector_ops:btree',
      halfvec: 'halfvec_l2_ops halfvec_ip_ops halfvec_cosine_ops halfvec_l1_ops halfvec_ops:btree',
      sparsevec: 'sparsevec_l2_ops sparsevec_ip_ops sparsevec_cosine_ops sparsevec_l1_ops sparsevec_ops:btree',
      bit: 'bit_hamming_ops bit_jaccard_ops',
    },
    functions: {
      'double precision':
        'l2_distance inner_product cosine_distance l1_distance hamming_distance jaccard_distance vector_norm l2_norm',
      integer: 'vector_dims',
      bit: 'binary_quantize',
      vector: 'l2_normalize subvector',
    },
    operators: {
      'vector <-> vector': distance,
      'vector <#> vector': distance,
      'vector <=> vector': distance,
      'vector <+> vector': distance,
      'halfvec <-> halfvec': distance,
      'halfvec <#> halfvec': distance,
      'halfvec <=> halfvec': distance,
      'halfvec <+> halfvec': distance,
    },
    casts: 'vector>halfvec halfvec>vector vector>sparsevec sparsevec>vector',
  },
  vectorscale: { requires: ['vector'], indexMethods: 'diskann' },
  pg_search: { schema: 'paradedb', indexMethods: 'bm25' },
  rum: {
    indexMethods: 'rum',
    operatorClasses: { tsvector: 'rum_tsvector_ops rum_tsvector_hash_ops rum_tsvector_addon_ops' },
  },
  pgroonga: {
    indexMethods: 'pgroonga',
    operatorClasses: { text: 'pgroonga_text_full_text_search_ops_v2 pgroonga_text_term_search_ops_v2' },
  },
  pg_bigm: { operatorClasses: { text: 'gin_bigm_ops' }, functions: { any: 'bigm_similarity likequery show_bigm' } },
  timescaledb: {
    functions: {
      'timestamp with time zone': 'time_bucket time_bucket_gapfill',
      void: 'set_chunk_time_interval compress_chunk decompress_chunk remove_compression_policy remove_retention_policy refresh_continuous_aggregate',
      integer:
        'add_compression_policy add_retention_policy add_continuous_aggregate_policy add_job add_reorder_policy add_columnstore_policy',
      record: 'create_hypertable add_dimension drop_chunks show_chunks by_range by_hash',
    },
    aggregates: { any: 'first last' },
  },
  citus: {
    functions: { void: 'create_distributed_table create_reference_table undistribute_table' },
    tableMethods: 'columnar',
  },
  hydra: { tableMethods: 'columnar' },
  pg_partman: {
    schema: 'partman',
    functions: {
      boolean: 'create_parent create_sub_parent',
      void: 'run_maintenance partition_data_time partition_data_id',
    },
    relations: {
      part_config:
        'parent_table text PRIMARY KEY, control text, partition_interval text, retention text, premake integer',
    },
  },
  pg_cron: {
    schema: 'cron',
    functions: { bigint: 'schedule schedule_in_database', boolean: 'unschedule', void: 'alter_job' },
    relations: {
      job,
      job_run_details:
        'jobid bigint, runid bigint, command text, status text, start_time timestamptz, end_time timestamptz',
    },
  },
  pg_net: { schema: 'net', functions: { bigint: 'http_get http_post http_delete' } },
  http: {
    types: 'http_method http_header http_request http_response',
    functions: { http_response: 'http http_get http_post http_put http_delete' },
  },
  pgsodium: {
    schema: 'pgsodium',
    functions: { bytea: 'crypto_*', uuid: 'create_key' },
    relations: {
      key: 'id uuid PRIMARY KEY, status text, created timestamptz, name text',
      valid_key: 'id uuid, name text',
    },
  },
  supabase_vault: {
    schema: 'vault',
    functions: { uuid: 'create_secret', void: 'update_secret' },
    relations: {
      secrets:
        'id uuid PRIMARY KEY, name text, description text, secret text, key_id uuid, nonce bytea, created_at timestamptz, updated_at timestamptz',
      decrypted_secrets:
        'id uuid, name text, description text, secret text, decrypted_secret text, key_id uuid, created_at timestamptz, updated_at timestamptz',
    },
  },
  pg_graphql: { schema: 'graphql', functions: { jsonb: 'resolve' } },
  pg_jsonschema: { functions: { boolean: 'json_matches_schema jsonb_matches_schema jsonschema_is_valid' } },
  pgjwt: { functions: { text: 'sign url_encode algorithm_sign', record: 'verify' } },
  pgmq: { schema: 'pgmq', functions: { bigint: 'send', void: 'create create_unlogged' } },
  pg_uuidv7: { functions: { uuid: 'uuid_generate_v7' } },
  pg_idkit: { functions: { text: 'idkit_*' } },
  pgx_ulid: { types: 'ulid', functions: { ulid: 'gen_ulid gen_monotonic_ulid' } },
  pg_hashids: { functions: { text: 'id_encode', 'bigint[]': 'id_decode' } },
  hll: {
    types: 'hll',
    functions: { hll: 'hll_empty hll_add hll_union', 'double precision': 'hll_cardinality' },
    aggregates: { hll: 'hll_add_agg hll_union_agg' },
  },
  roaringbitmap: { types: 'roaringbitmap roaringbitmap64' },
  semver: { types: 'semver semverrange' },
  prefix: { types: 'prefix_range' },
  ip4r: { types: 'ip4 ip4r ip6 ip6r ipaddress iprange' },
  uint: { types: 'uint1 uint2 uint4 uint8 int1' },
  temporal_tables: { functions: { trigger: 'versioning' } },
  periods: { schema: 'periods' },
  pg_ivm: { schema: 'pgivm' },
  dblink: {
    functions: { record: 'dblink', text: 'dblink_connect dblink_exec dblink_disconnect' },
    wrappers: 'dblink_fdw',
  },
  postgres_fdw: { wrappers: 'postgres_fdw' },
  mysql_fdw: { wrappers: 'mysql_fdw' },
  oracle_fdw: { wrappers: 'oracle_fdw' },
  tds_fdw: { wrappers: 'tds_fdw' },
  mongo_fdw: { wrappers: 'mongo_fdw' },
  redis_fdw: { wrappers: 'redis_fdw' },
  sqlite_fdw: { wrappers: 'sqlite_fdw' },
  multicorn: { wrappers: 'multicorn' },
  wrappers: { wrappers: 'wrappers' },
  plpython3u: { languages: 'plpython3u' },
  plpython2u: { languages: 'plpython2u' },
  plpythonu: { languages: 'plpythonu' },
  plperl: { languages: 'plperl' },
  plperlu: { languages: 'plperlu' },
  pltcl: { languages: 'pltcl' },
  pltclu: { languages: 'pltclu' },
  plv8: { languages: 'plv8' },
  plr: { languages: 'plr' },
  pllua: { languages: 'pllua' },
  plrust: { languages: 'plrust' },
  pgstattuple: {
    functions: { record: 'pgstattuple pgstatindex pgstatginindex pgstattuple_approx', bigint: 'pg_relpages' },
  },
  pgrowlocks: {},
  pg_prewarm: {},
  pg_hint_plan: { schema: 'hint_plan' },
  pg_repack: { schema: 'repack' },
  pgaudit: {},
  pgtap: {},
  hypopg: {},
  insert_username: { functions: { trigger: 'insert_username' } },
  autoinc: { functions: { trigger: 'autoinc' } },
  refint: { functions: { trigger: 'check_primary_key check_foreign_key' } },
  xml2: { functions: { any: 'xpath_string xpath_table' } },
};

/** What platforms put into every database of theirs. */
const platforms: Readonly<Record<string, KnownExtension>> = {
  supabase_auth: {
    platform: 'Supabase',
    schema: 'auth',
    functions: { uuid: 'uid', text: 'role email', jsonb: 'jwt' },
    stable: 'uid role email jwt',
    relations: {
      users:
        'instance_id uuid, id uuid PRIMARY KEY, aud varchar(255), role varchar(255), email varchar(255), encrypted_password varchar(255), email_confirmed_at timestamptz, ' +
        'invited_at timestamptz, confirmation_token varchar(255), confirmation_sent_at timestamptz, recovery_token varchar(255), recovery_sent_at timestamptz, ' +
        'last_sign_in_at timestamptz, raw_app_meta_data jsonb, raw_user_meta_data jsonb, is_super_admin boolean, created_at timestamptz, updated_at timestamptz, ' +
        'phone text UNIQUE, phone_confirmed_at timestamptz, confirmed_at timestamptz, banned_until timestamptz, deleted_at timestamptz, is_anonymous boolean',
    },
  },
  supabase_storage: {
    platform: 'Supabase',
    schema: 'storage',
    functions: { 'text[]': 'foldername', text: 'filename extension' },
    relations: {
      buckets:
        'id text PRIMARY KEY, name text UNIQUE, owner uuid, created_at timestamptz, updated_at timestamptz, public boolean, file_size_limit bigint, allowed_mime_types text[]',
      objects:
        'id uuid PRIMARY KEY, bucket_id text, name text, owner uuid, created_at timestamptz, updated_at timestamptz, last_accessed_at timestamptz, metadata jsonb, path_tokens text[], owner_id text',
    },
  },
  supabase_extensions: { platform: 'Supabase', schema: 'extensions' },
};

/** Everything known, by the name that CREATE EXTENSION uses. */
export const knownExtensions: ReadonlyMap<string, KnownExtension> = new Map([
  ...Object.entries(contrib),
  ...Object.entries(foreign),
  ...Object.entries(platforms),
]);
