import type { SignInput } from './sign.ts';

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
};

/** Bytes of a setting of memory: `4MB`, `64 MB`, or plain digits, which are kilobytes unless they are said to be bytes. */
export function memoryBytes(setting: string, plain = 1024): number | undefined {
  const match = /^\s*([\d.]+)\s*([a-z]*)\s*$/i.exec(setting);
  const unit = match?.[2] === '' ? plain : units[(match?.[2] ?? '').toLowerCase()];
  return match && unit !== undefined ? Number(match[1]) * unit : undefined;
}

/** A setting as it was for the plan: told with it, or read from the server. */
export function settingOf(input: SignInput, name: string): string | undefined {
  return input.plan.settings[name] ?? input.statistics.settings[name];
}

/** What a sort may take, in bytes; the usual value where nobody told. */
export function workMemory(input: SignInput): number {
  const { setting, usual, inBytes } = input.traits.sortMemory;
  const told = settingOf(input, setting);
  return (told === undefined ? undefined : memoryBytes(told, inBytes ? 1 : 1024)) ?? usual;
}

/** What gives a sort so many bytes: the name of the setting and its value. */
export function sortSetting(bytes: number, { traits }: SignInput): { readonly name: string; readonly value: string } {
  const { setting, inBytes } = traits.sortMemory;
  return { name: setting, value: inBytes ? String(2 ** Math.ceil(Math.log2(bytes))) : memorySetting(bytes) };
}

/** What a hash table may take, in bytes: work_mem times hash_mem_multiplier, 2 since PostgreSQL 15. */
export function hashMemory(input: SignInput): number {
  return workMemory(input) * Number(settingOf(input, 'hash_mem_multiplier') ?? 2);
}

/** Bytes that rows take in memory: each has a header and is aligned (relation_byte_size in costsize.c). */
export function rowBytes(rows: number, width: number): number {
  return rows * (Math.ceil(width / 8) * 8 + 24);
}

/** The next power of two in megabytes that holds so many bytes, as a setting: `64MB`. */
export function memorySetting(bytes: number): string {
  const megabytes = 2 ** Math.ceil(Math.log2(Math.max(1, bytes / 1024 ** 2)));
  return megabytes >= 1024 ? `${megabytes / 1024}GB` : `${megabytes}MB`;
}
