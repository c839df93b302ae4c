/** How a dump of mysqldump or mariadb-dump begins, or what was converted. */
export const head = /^-- (?:MySQL|MariaDB) dump\b|^-- .* \(.*\) for (?:MySQL|MariaDB) \d/m;

/** What a script for MySQL or MariaDB says and one for another engine hardly does. */
export const marks: readonly RegExp[] = [
  /\bENGINE\s*=\s*\w+/i,
  /\bAUTO_INCREMENT\b/i,
  /\/\*M?!\d{5}/,
  /(?:\btable|\bindex|\bkey|\bon|\breferences|\bexists|\binto|\()\s*`\w+`/i,
  /\bADD\s+CONSTRAINT\s+`|\bADD\s+(?:KEY|INDEX|UNIQUE\s+KEY|FULLTEXT)\b|^\s*(?:UNIQUE\s+)?KEY\s+`?\w+`?\s*\(/im,
  /\bUNSIGNED\b/i,
  /\b(?:DEFAULT\s+)?(?:CHARSET|CHARACTER\s+SET)\s*=?\s*(?:utf8|latin1|ascii)/i,
  /^\s*DELIMITER\b/im,
  // A body that a delimiter of its own ends.
  /\bEND\s*(?:\$\$|\/\/|;;|\|)\s*$/im,
  /\bENGINE\s+(?:InnoDB|MyISAM|Aria|Memory)\b/i,
  /\)[^;()]*\b(?:ROW_FORMAT|TRANSACTIONAL|PAGE_CHECKSUM|PAGE_COMPRESSED|KEY_BLOCK_SIZE|STATS_PERSISTENT)\s*=/i,
  /\bWITH(?:OUT)?\s+SYSTEM\s+VERSIONING\b/i,
  /\b(?:READS|MODIFIES)\s+SQL\s+DATA\b|\b(?:NO|CONTAINS)\s+SQL\b|\bSQL\s+SECURITY\b/i,
  /\bSET\s+NEW\./i,
  /\b(?:tinyint|mediumint|mediumtext|longtext|tinytext|mediumblob|longblob|datetime\s*\(\d\))\b/i,
  /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i,
  /\b(?:enum|set)\s*\(\s*'/i,
  /^\s*(?:LOCK|UNLOCK)\s+TABLES\b/im,
  /^\s*USE\s+`?\w+`?\s*;/im,
  /\bSET\s+(?:FOREIGN_KEY_CHECKS|NAMES|@)/i,
  // An order in a key is of this family and of SQLite.
  /\b(?:PRIMARY\s+KEY|UNIQUE)\s*\([^()]*\b(?:ASC|DESC)\b/i,
  /\bMODIFY\s+(?:COLUMN\s+)?`?\w+`?\s+\w|\bCHANGE\s+COLUMN\b/i,
];
