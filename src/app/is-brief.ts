/** A brief is known by its name: schemas are SQL, snapshots JSON. Apart, so that nothing of designs is read to see it. */
export function isBrief(source: string): boolean {
  return /\.ya?ml$/i.test(source) && !source.includes('://');
}
