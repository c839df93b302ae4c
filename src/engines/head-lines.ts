/** The beginning of a script in which lines of comments that were broken, and go on further in, are whole. */
export function withWholeLines(head: string): string {
  return head.replace(/\r?\n-- {3}(?=\S)/g, ' ');
}
