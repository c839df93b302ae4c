const strict = new TextDecoder('utf-8', { fatal: true });
const western = new TextDecoder('windows-1252');

/** The text of bytes: UTF-8, else Windows-1252, which loses none; `foreign` tells of the second. */
export function decodedText(bytes: Uint8Array): { readonly text: string; readonly foreign: boolean } {
  try {
    return { text: strict.decode(bytes), foreign: false };
  } catch {
    return { text: western.decode(bytes), foreign: true };
  }
}
