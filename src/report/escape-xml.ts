/**
 * Text made safe inside XML, as content or in a quoted attribute. Characters that XML 1.0 cannot hold at all
 * (control characters, lone surrogates, U+FFFE, U+FFFF) become the replacement character.
 */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Surrogate}|\uFFFE|\uFFFF/gu, "\uFFFD")
    .replace(/[^\P{Cc}\t\n\r]/gu, "\uFFFD")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&apos;");
}
