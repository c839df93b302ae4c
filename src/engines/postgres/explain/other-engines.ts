/** How the plans of other databases show what they are. The first that fits is named. */
const signs: readonly (readonly [engine: string, sign: RegExp])[] = [
  [
    'Amazon Redshift',
    /\bXN (?:Seq Scan|Hash|Nested Loop|Merge|Limit|Aggregate|HashAggregate|GroupAggregate|Subquery|Network|Unique|Window|Multi|PG)/,
  ],
  ['Greenplum', /\b(?:Gather|Redistribute|Broadcast|Explicit Redistribute) Motion \d+:\d+/],
  ['SQL Server', /<ShowPlanXML|\|--(?!(?:SCAN|SEARCH) )[A-Z][\w ]+\(|\bStmtText\b/],
  ['Oracle', /Plan hash value: \d+|^\s*\|\s*Id\s*\|\s*Operation/m],
  ['Spark', /== (?:Physical|Optimized Logical|Analyzed Logical|Parsed Logical) Plan ==/],
  [
    'CockroachDB',
    /^\s*distribution: (?:full|local)|^\s*[│└├─ ]*• (?:scan|filter|sort|render|hash join|lookup join|group|limit|index join)/m,
  ],
  [
    'MySQL',
    /"query_block"\s*:|\bselect_type\b[\s\S]*\bpossible_keys\b|^\s*(?:EXPLAIN: )?-> (?:Table scan|Index (?:lookup|scan|range scan)|Filter: |Sort: |Sort row IDs|Limit: |Nested loop |Inner hash join|Left hash join|Aggregate|Group aggregate|Single-row index lookup|Covering index|Rows fetched before|Stream results|Temporary table|Table scan|Hash semijoin|Constant row|Zero rows|Materialize)/m,
  ],
  [
    'SQLite',
    /^\s*QUERY PLAN\s*\n\s*[|`]--|^(?:[|`\s]|\d+\|)*(?:--)?(?:SCAN|SEARCH) (?:TABLE )?\w+.*(?:USING (?:COVERING |AUTOMATIC |INTEGER |INDEX)|$)/m,
  ],
  ['MongoDB', /"winningPlan"\s*:/],
  ['DuckDB', /[┌│]\s*(?:Physical Plan|HASH_JOIN|SEQ_SCAN|PROJECTION|TABLE_SCAN)/],
  ['Trino', /^\s*Fragment \d+ \[(?:SINGLE|HASH|SOURCE|ROUND_ROBIN|BROADCAST|COORDINATOR_ONLY)/m],
  ['ClickHouse', /\bReadFromMergeTree\b|\bReadFromStorage\b/],
  ['Snowflake', /\bGlobalStats:|"GlobalStats"\s*:/],
  ['Db2', /^\s*Access Plan:\s*$/m],
];

/** The database whose plan this is, when it is not PostgreSQL's. */
export function otherEngine(text: string): string | undefined {
  return signs.find(([, sign]) => sign.test(text))?.[0];
}
