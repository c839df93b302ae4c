/**
 * What auto_explain logs behind `duration: … ms  `: the plan as it stands there, in any of its four forms, and the
 * statement in it. Nothing when it holds no statement.
 */
export function planMessage(message: string): { readonly sql: string; readonly text: string } | undefined {
  const text = message.replace(/^plan:\s*/, '');
  const sql = statementOf(text)?.trim();
  return sql === undefined || sql === '' ? undefined : { sql, text };
}

function statementOf(text: string): string | undefined {
  if (text.startsWith('{') || text.startsWith('[')) return jsonText(text);
  if (text.startsWith('<')) {
    const found = /<Query-Text>([\s\S]*?)<\/Query-Text>/.exec(text)?.[1];
    return found?.replace(/&(lt|gt|quot|amp|#x0D);/g, (_, name: string) => entities[name] ?? '');
  }
  const quoted = /^\s*(?:- )?Query Text: ("(?:[^"\\]|\\.)*")\s*$/m.exec(text)?.[1];
  if (quoted !== undefined && /^\s*(?:- )?Plan:\s*$/m.test(text)) return parsed(quoted);
  // The plan begins with the first line that tells costs.
  const found = /Query Text: ([\s\S]*?)\n(?=Query Parameters: |[^\n]*\(cost=\d)/.exec(text)?.[1];
  return found ?? /Query Text: ([^\n]*)/.exec(text)?.[1];
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&', '#x0D': '\r' };

function jsonText(text: string): string | undefined {
  const found = /"Query Text":\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  return found === undefined ? undefined : parsed(found);
}

function parsed(quoted: string): string | undefined {
  try {
    const value: unknown = JSON.parse(quoted);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
