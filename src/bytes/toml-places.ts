import { parse } from "smol-toml";

/** Where a name and its value stand in TOML, as offsets, and the same of what is below. */
export interface TomlPlace {
  /** Of the name; of an element of an array that of its value. */
  readonly key: number;
  /** Of the value; of a table that has a header that of the header's last name. */
  readonly value: number;
  readonly named: Map<string, TomlPlace>;
  readonly listed: TomlPlace[];
}

interface Name {
  readonly text: string;
  readonly at: number;
}

/**
 * Finds where every name and value of a TOML document stands. Decides nothing: the values are the parser's.
 * @param text that the parser has taken for TOML; of other text the places are wherever.
 */
export function placesOfToml(text: string): TomlPlace {
  return new Places(text).ofDocument();
}

class Places {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  ofDocument(): TomlPlace {
    const root = placeAt(0, 0);
    let table = root;
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      if (this.#text[this.#at] === "[") table = this.#ofHeader(root);
      else this.#ofPair(table);
    }
    return root;
  }

  #ofHeader(root: TomlPlace): TomlPlace {
    const isList = this.#text.startsWith("[[", this.#at);
    this.#at += isList ? 2 : 1;
    const names = this.#names("]");
    this.#at += isList ? 2 : 1;
    let table = root;
    for (const [index, { text, at }] of names.entries()) {
      const isLast = index === names.length - 1;
      const below = tableBelow(table, text, at);
      if (isLast && isList) below.listed.push(placeAt(at, at));
      // A header below an array of tables is about the last of them.
      table = below.listed.at(-1) ?? below;
    }
    return table;
  }

  #ofPair(table: TomlPlace): void {
    const names = this.#names("=");
    this.#at += 1;
    this.#skipSpace();
    const last = names.at(-1);
    let into = table;
    for (const { text, at } of names.slice(0, -1)) into = tableBelow(into, text, at);
    if (last === undefined) this.#at += 1;
    else into.named.set(last.text, this.#ofValue(last.at));
  }

  #ofValue(key: number): TomlPlace {
    const place = placeAt(key, this.#at);
    const first = this.#text[this.#at];
    if (first === "[") {
      this.#ofList("]", () => {
        place.listed.push(this.#ofValue(this.#at));
      });
    } else if (first === "{") this.#ofList("}", () => this.#ofPair(place));
    else if (first === '"' || first === "'") this.#skipString();
    else this.#match(/[^,\]}#\r\n]*/y);
    return place;
  }

  #ofList(end: string, element: () => void): void {
    this.#at += 1;
    for (this.#skipBlank(); this.#at < this.#text.length; this.#skipBlank()) {
      const next = this.#text[this.#at];
      if (next === end) break;
      if (next === ",") this.#at += 1;
      else element();
    }
    this.#at += 1;
  }

  #names(end: string): readonly Name[] {
    const names: Name[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== end) {
      this.#skipSpace();
      const at = this.#at;
      const first = this.#text[at];
      if (first === '"' || first === "'") this.#skipString();
      else this.#match(/[A-Za-z0-9_-]*/y);
      names.push({ text: nameOf(this.#text.slice(at, this.#at)), at });
      this.#skipSpace();
      if (this.#text[this.#at] === ".") this.#at += 1;
      else if (this.#text[this.#at] !== end) this.#at += 1;
    }
    return names;
  }

  #skipString(): void {
    const quote = this.#text[this.#at] ?? '"';
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    const end = isLong ? quote.repeat(3) : quote;
    for (this.#at += end.length; this.#at < this.#text.length; this.#at += 1) {
      if (quote === '"' && this.#text[this.#at] === "\\") this.#at += 1;
      else if (this.#text.startsWith(end, this.#at)) break;
    }
    this.#at += end.length;
    // Up to two quotes more belong to the string before its end.
    for (let more = 0; isLong && more < 2 && this.#text[this.#at] === quote; more += 1)
      this.#at += 1;
  }

  #skipSpace(): void {
    this.#match(/[ \t]*/y);
  }

  #skipBlank(): void {
    this.#match(/[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*/y);
  }

  #match(pattern: RegExp): void {
    pattern.lastIndex = this.#at;
    this.#at += pattern.exec(this.#text)?.[0].length ?? 0;
  }
}

function placeAt(key: number, value: number): TomlPlace {
  return { key, value, named: new Map(), listed: [] };
}

function tableBelow(table: TomlPlace, name: string, at: number): TomlPlace {
  const known = table.named.get(name);
  if (known !== undefined) return known;
  const place = placeAt(at, at);
  table.named.set(name, place);
  return place;
}

/** The parser itself says what an escaped name is. */
function nameOf(raw: string): string {
  if (!/^["']/.test(raw)) return raw;
  if (!raw.includes("\\")) return raw.slice(1, -1);
  return Object.keys(parse(`${raw} = 0`))[0] ?? raw;
}
