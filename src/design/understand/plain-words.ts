/** Words without case, marks and endings of several, so that two texts can be compared: `Hair salons` is `hair salon`. */
export function plainWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) =>
      word.length > 3 && word.endsWith('s') && !/(?:ss|us|is|ics|sales|news|logistics)$/.test(word)
        ? word.endsWith('ies') && word.length > 5
          ? `${word.slice(0, -3)}y`
          : word.slice(0, -1)
        : word,
    )
    .join(' ');
}
