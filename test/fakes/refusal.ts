import { Refusal } from "../../src/errors.ts";

/** Gives the refusal that a call ends with. Anything else that it throws goes on, and a value is an error. */
export function refusalOf(run: () => unknown): Refusal {
  try {
    run();
  } catch (error) {
    return asRefusal(error);
  }
  throw new Error("expected a refusal, found a value");
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

/** The same of a promise. */
export async function refusalFrom(run: () => Promise<unknown>): Promise<Refusal> {
  try {
    await run();
  } catch (error) {
    return asRefusal(error);
  }
  throw new Error("expected a refusal, found a value");
}
