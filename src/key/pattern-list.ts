/** More than any name has; each star may try every place. */
const MAX_CHARACTERS = 1024;

/**
 * Says whether a text matches a list of patterns as OpenSSH reads them: separated by commas, `*` for any characters, `?`
 * for one, and where one with `!` before it matches, the list does not, whatever else is in it.
 * Upper and lower case differ. Both are compared byte for character.
 * @see https://man.openbsd.org/ssh_config.5#PATTERNS
 */
export function matchesPatternList(text: string, list: string): boolean {
  if (text.length > MAX_CHARACTERS) return false;
  let matched = false;
  for (const pattern of list.split(",")) {
    const isNegated = pattern.startsWith("!");
    if (!matches(text, isNegated ? pattern.slice(1) : pattern)) continue;
    if (isNegated) return false;
    matched = true;
  }
  return matched;
}

/** Goes back to the last star alone, so that many stars take no more than the product of both lengths. */
function matches(text: string, pattern: string): boolean {
  let [at, place, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[place] === "*") {
      star = place++;
      resume = at;
    } else if (place < pattern.length && (pattern[place] === "?" || pattern[place] === text[at])) {
      at++;
      place++;
    } else if (star === -1) {
      return false;
    } else {
      place = star + 1;
      at = ++resume;
    }
  }
  return /^\**$/.test(pattern.slice(place));
}
