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
  /\b(?:tinyint|mediumint|mediumtext|longtext|tinytext|mediumblob|longblob|datetime\s*\(\d\))\b/i,
  /\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i,
  /\b(?:enum|set)\s*\(\s*'/i,
  /^\s*(?:LOCK|UNLOCK)\s+TABLES\b/im,
  /^\s*USE\s+`?\w+`?\s*;/im,
  /\bSET\s+(?:FOREIGN_KEY_CHECKS|NAMES|@)/i,
  /\bMODIFY\s+(?:COLUMN\s+)?`?\w+`?\s+\w|\bCHANGE\s+COLUMN\b/i,
];
