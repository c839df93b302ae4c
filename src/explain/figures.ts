/** `1234567` → `1 234 567`; below ten up to two digits after the point. */
export function figure(value: number): string {
  if (!Number.isInteger(value) && Math.abs(value) < 10) return `${Number(value.toFixed(2))}`;
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}

/** `99.998%`: as many digits as it takes to tell it from none and from all. */
export function percentage(share: number): string {
  const percent = share * 100;
  for (const digits of [0, 1, 2, 3]) {
    const text = percent.toFixed(digits);
    const told = Number(text);
    if ((told < 100 || percent >= 100) && (told > 0 || percent <= 0)) return `${told}%`;
  }
  return percent > 50 ? 'almost 100%' : 'almost 0%';
}

/** Milliseconds as people say them: `1.2 s`, `340 ms`, `0.12 ms`. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 60_000) return `${figure(milliseconds / 60_000)} min`;
  if (milliseconds >= 1000) return `${Number((milliseconds / 1000).toPrecision(3))} s`;
  return `${Number(milliseconds.toPrecision(3))} ms`;
}

/** `12345678` → `11.8 MB`, in powers of 1024. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? Math.round(value) : Number(value.toPrecision(3))} ${units[unit] ?? ''}`;
}

/** `1 row`, `2 rows`. */
export function counted(count: number, noun: string): string {
  return `${figure(count)} ${noun}${count === 1 ? '' : 's'}`;
}
