/** How the words of a name are told apart. `flat` names have one word, or do not tell. */
export type LetterCase = 'snake_case' | 'camelCase' | 'PascalCase' | 'UPPER_CASE' | 'flat' | 'other';

export function letterCase(name: string): LetterCase {
  if (!/^[\p{L}\p{N}_$]+$/u.test(name)) return 'other';
  const letters = name.replace(/^_+/, '');
  const hasUpper = /\p{Lu}/u.test(letters);
  const hasLower = /\p{Ll}|\p{Lo}/u.test(letters);
  if (!hasUpper) return letters.includes('_') ? 'snake_case' : 'flat';
  if (!hasLower) return 'UPPER_CASE';
  // `User_Id` is neither.
  if (letters.includes('_')) return 'other';
  return /^\p{Lu}/u.test(letters) ? 'PascalCase' : 'camelCase';
}
