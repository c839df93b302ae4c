/** Marks that only one engine's SQL bears, by the engine's name for people. */
const dialects: readonly { readonly name: string; readonly marks: readonly RegExp[] }[] = [
  {
    name: 'MySQL or MariaDB',
    marks: [
      /\bENGINE\s*=\s*\w+/i,
      /\bAUTO_INCREMENT\b/i,
      /\/\*!\d{5}/,
      /`\w+`\s*\(?/,
      /\bUNSIGNED\b/i,
      /\bDEFAULT CHARSET\b/i,
      /^\s*DELIMITER\b/im,
    ],
  },
  {
    name: 'SQLite',
    marks: [
      /\bAUTOINCREMENT\b/i,
      /^\s*PRAGMA\b/im,
      /\bsqlite_sequence\b/i,
      /\bWITHOUT ROWID\b/i,
      /\bUSING fts[345]\b/i,
    ],
  },
  {
    name: 'SQL Server',
    marks: [
      /^\s*GO\s*$/im,
      /\[dbo\]\./i,
      /\bNVARCHAR\b/i,
      /\bIDENTITY\s*\(\s*\d+\s*,\s*\d+\s*\)/i,
      /\bDATETIME2\b/i,
      /\bUNIQUEIDENTIFIER\b/i,
      /\bCLUSTERED\b/i,
    ],
  },
  {
    name: 'Oracle',
    marks: [
      /\bVARCHAR2\b/i,
      /\bNUMBER\s*\(\s*\d+/i,
      /\bSYSDATE\b/i,
      /\bTABLESPACE\s+\w+\s+PCTFREE\b/i,
      /^\s*\/\s*$/m,
      /\bCLOB\b/i,
    ],
  },
];

/** What another engine's SQL a text looks like: the one with most of its marks, two at the least; nothing when none. */
export function looksLike(text: string): string | undefined {
  const counted = dialects.map(({ name, marks }) => ({ name, marks: marks.filter((mark) => mark.test(text)).length }));
  const best = counted.reduce((a, b) => (b.marks > a.marks ? b : a));
  return best.marks >= 2 ? best.name : undefined;
}
