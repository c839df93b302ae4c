/** How a dump of pg_dump or pg_dumpall begins. */
export const head = /^-- PostgreSQL database (?:cluster )?dump\b|^-- .* \(.*\) for PostgreSQL \d/m;

/** What a script for PostgreSQL says and one for another engine hardly does. */
export const marks: readonly RegExp[] = [
  /::\s*"?[a-z]/i,
  // Not `DELIMITER $$`, nor the end of what it delimits.
  /\b(?:as|do)\s+\$\w*\$|\$\w+\$/i,
  /\b(?:big|small)?serial\b/i,
  /\bjsonb\b/i,
  /\btimestamptz\b|\btime(?:stamp)?\s*(?:\(\d\)\s*)?with(?:out)?\s+time\s+zone\b/i,
  /\blanguage\s+'?(?:plpgsql|sql|c)\b/i,
  /\bcreate\s+(?:or\s+replace\s+)?(?:type|domain|schema|sequence|function|procedure|policy|extension|materialized)\b/i,
  /\bpg_(?:catalog|dump)\b|\bpublic\./i,
  /\bcopy\s+\S+.*\bfrom\s+stdin\b/i,
  /\bas\s+identity\b/i,
  /\busing\s+"?(?:btree|gin|gist|hash|brin|spgist)\b/i,
  /\badd\s+constraint\b|\balter\s+column\b/i,
  /\bcomment\s+on\b/i,
  /\bnow\s*\(\s*\)/i,
  /\bbytea\b|\binet\b|\btsvector\b|\buuid\b/i,
];
