/** What a name of somebody who is expected has to be, in words. */
export const PLAIN_NAME = "printable ASCII, with a host of other letters in punycode";

/**
 * Tells whether a text can be the name of somebody who is expected. Letters of other alphabets look like ours: who reads
 * the policy would take one for the other, and no certificate has them.
 */
export function isPlainName(text: string): boolean {
  return /^[!-~](?:[ -~]*[!-~])?$/.test(text);
}
