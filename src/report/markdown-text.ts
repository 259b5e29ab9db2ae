/** Escapes what Markdown or HTML would read as markup; line breaks become blanks. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, " ")
    .replace(/[\\`*_[\]|~#]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;");
}

/** A column of a table: its heading, and whether it holds figures (then it is set to the right). */
export interface Column {
  readonly heading: string;
  readonly figures?: boolean;
}

/**
 * A Markdown table, columns padded so that the source reads well too.
 *
 * Takes: cells that are escaped already; every row as long as `columns`.
 */
export function markdownTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ heading }, column) =>
    Math.max(3, heading.length, ...rows.map((row) => row[column].length)),
  );
  const pad = (text: string, column: number): string =>
    columns[column].figures ? text.padStart(widths[column]) : text.padEnd(widths[column]);
  const line = (cells: readonly string[]): string => `| ${cells.map(pad).join(" | ")} |`;
  const rule = columns.map(({ figures }, column) =>
    figures ? `${"-".repeat(widths[column] - 1)}:` : "-".repeat(widths[column]),
  );
  return [line(columns.map(({ heading }) => heading)), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** A section: heading and what stands under it, empty parts left out. */
export function section(heading: string, ...parts: readonly string[]): string {
  return [`## ${heading}`, ...parts.filter((part) => part !== "")].join("\n\n");
}
