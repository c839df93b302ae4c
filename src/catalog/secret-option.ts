const secret = /^options$|pass|secret|token|credential|api_?key|private_?key|conn(?:ection)?_?(?:str|info|$)/i;

/** Whether an option of a foreign server, user mapping or table may hold what should not be passed on, by its name. */
export function isSecretOption(name: string): boolean {
  return secret.test(name);
}

/** The options but for those. */
export function withoutSecretOptions(options: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !isSecretOption(name)));
}
