/** How what was converted begins. */
export const head = /^-- .* \(.*\) for SQLite \d/m;

/** What a script for SQLite says and one for another engine hardly does. */
export const marks: readonly RegExp[] = [
  /\bautoincrement\b/i,
  /^\s*pragma\b/im,
  /\bsqlite_(?:sequence|master|schema|stat[134])\b/i,
  /\bwithout\s+rowid\b/i,
  /\)\s*strict\b/i,
  /\busing\s+(?:fts[345]|rtree|geopoly)\b/i,
  // Names in square brackets.
  /(?:\btable|\bindex|\bon|\breferences|\binto|[(,])\s*\[[a-z_][\w ]*\]/i,
  /\binsert\s+or\s+(?:replace|ignore|abort|fail|rollback)\b/i,
  /\b(?:strftime|julianday|unixepoch|randomblob|datetime|typeof)\s*\(/i,
  /\bcollate\s+(?:nocase|rtrim|binary)\b/i,
  // Keys with an order or a collation.
  /\b(?:primary\s+key|unique)\s*\([^()]*\b(?:asc|desc|collate\s+[a-z]\w*)\b/i,
  /\b(?:primary\s+key|unique|not\s+null)\s+on\s+conflict\b/i,
  /^\.(?:read|mode|headers|import|open|bail)\b/im,
  /(?:\btable|\bindex|\breferences|\binto|\()\s*`[a-z_]\w*`/i,
  /\bglob\b/i,
  // Texts in double quotes.
  /\bdefault\s+"|\bin\s*\(\s*"[^"]*"\s*,/i,
];
