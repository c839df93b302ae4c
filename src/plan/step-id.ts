/** The id of the step at a place among so many: `001`. */
export function stepId(at: number, of: number): string {
  return String(at + 1).padStart(Math.max(3, String(of).length), '0');
}
