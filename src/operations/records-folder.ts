/** Where records of who saw what first lie, relative to the root. */
export const RECORDS = ".lockseal/records";
