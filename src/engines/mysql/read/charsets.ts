import type { Dialect } from '../flavour.ts';

/** `utf8` is the name that both gave to what takes three bytes at most; they now call it `utf8mb3`. */
export function characterSet(name: string): string {
  const lower = name.toLowerCase();
  return lower === 'utf8' ? 'utf8mb3' : lower;
}

/** Those that both know, and `gb18030` of MySQL (SHOW CHARACTER SET of MariaDB 10.11). */
const sets = new Set(
  (
    'big5 dec8 cp850 hp8 koi8r latin1 latin2 swe7 ascii ujis sjis hebrew tis620 euckr koi8u gb2312 greek cp1250 gbk latin5 ' +
    'armscii8 utf8mb3 ucs2 cp866 keybcs2 macce macroman cp852 latin7 utf8mb4 cp1251 utf16 utf16le cp1256 cp1257 utf32 binary ' +
    'geostd8 cp932 eucjpms gb18030'
  ).split(' '),
);

/** Whether there is a character set of the name, or one that the collation is of. */
export function isKnownSet(name: string): boolean {
  return sets.has(name) || name === 'uca1400';
}

/** MariaDB's new ones are said without the character set that they are for, which the server says with them. */
export function collationName(name: string, set = 'utf8mb4'): string {
  return name
    .toLowerCase()
    .replace(/^utf8_/, 'utf8mb3_')
    .replace(/^uca1400_/, `${set}_uca1400_`);
}

/** Default collations that are not named `_general_ci`. */
const defaults: Readonly<Record<string, string>> = {
  latin1: 'latin1_swedish_ci',
  latin2: 'latin2_general_ci',
  binary: 'binary',
  big5: 'big5_chinese_ci',
  cp932: 'cp932_japanese_ci',
  dec8: 'dec8_swedish_ci',
  eucjpms: 'eucjpms_japanese_ci',
  euckr: 'euckr_korean_ci',
  gb18030: 'gb18030_chinese_ci',
  gb2312: 'gb2312_chinese_ci',
  gbk: 'gbk_chinese_ci',
  hp8: 'hp8_english_ci',
  sjis: 'sjis_japanese_ci',
  swe7: 'swe7_swedish_ci',
  tis620: 'tis620_thai_ci',
  ujis: 'ujis_japanese_ci',
};

/** The collation that a character set has where none is named. */
export function defaultCollation(name: string, { flavour, number }: Dialect): string {
  const set = characterSet(name);
  if (set === 'utf8mb4' && flavour === 'mysql') return 'utf8mb4_0900_ai_ci';
  // MariaDB's variable character_set_collations, as of 11.5.
  if (flavour === 'mariadb' && number >= 110_500 && /^(?:utf8mb[34]|ucs2|utf16|utf32)$/.test(set))
    return `${set}_uca1400_ai_ci`;
  return defaults[set] ?? `${set}_general_ci`;
}

/** The character set of a collation: `utf8mb4` of `utf8mb4_bin`. */
export function characterSetOf(collation: string): string {
  return collation === 'binary' ? 'binary' : (collation.split('_', 1)[0] ?? collation);
}

/** The binary collation of the same character set. */
export function binaryCollation(set: string): string {
  return set === 'binary' ? 'binary' : `${characterSet(set)}_bin`;
}

/** The most bytes that a character takes in a character set, or in that of a collation. */
export function bytesOfCharacter(collation: string): number {
  if (/^(?:uca1400|utf8mb4|utf16|utf32|gb18030)/.test(collation)) return 4;
  if (/^(?:utf8|eucjpms|ujis)/.test(collation)) return 3;
  return /^(?:ucs2|sjis|cp932|gbk|gb2312|big5|euckr)/.test(collation) ? 2 : 1;
}
