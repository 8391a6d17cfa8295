/** Tells the line that begins a tool's table, as people write it. */
export function headerOf(name: string): RegExp {
  return new RegExp(`^[ \\t]*\\[[ \\t]*tools[ \\t]*\\.[ \\t]*["']?${name}["']?[ \\t]*\\]`);
}
