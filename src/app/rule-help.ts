import { readFile } from 'node:fs/promises';

/** The rule's page, in Markdown: what, why, what to do, an example. It stands beside the rule. */
export async function ruleHelp(id: string): Promise<string> {
  return readFile(new URL(`../rules/${id}/README.md`, import.meta.url), 'utf8');
}
