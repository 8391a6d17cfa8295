/** The largest file that is signed as it is, and verified where a signature is over its bytes: it is held in memory, once. */
export const MAX_MESSAGE_BYTES: number = 256 * 1024 * 1024;
