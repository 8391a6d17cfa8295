import { quote } from "../bytes/quote.ts";
import { Refusal } from "../errors.ts";

/** The variables of a build service's job. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Reads one variable in a form, or gives nothing where it is not set. */
export type ReadVariable = (name: string, form: RegExp, expected: string) => string | undefined;

/**
 * Makes what reads the variables of a build service. One that is set in another form than the service writes is refused: it is not
 * the service's word then, and nobody signs it as that.
 *
 * @throws Refusal `BUILD_VARIABLE_MALFORMED` — from what is returned.
 */
export function variablesOf(
  service: string,
  env: Variables,
): {
  readonly required: (...of: Parameters<ReadVariable>) => string;
  readonly optional: ReadVariable;
} {
  const optional: ReadVariable = (name, form, expected) => {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === "") return undefined;
    if (form.test(value)) return value;
    throw malformedVariable(service, name, expected, quote(value));
  };
  return {
    optional,
    required: (name, form, expected) => {
      const value = optional(name, form, expected);
      if (value === undefined) throw malformedVariable(service, name, expected, "none");
      return value;
    },
  };
}

/** A commit of git, by either of its hashes. */
export const COMMIT: RegExp = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
export const NUMBER: RegExp = /^[1-9][0-9]{0,15}$/;
export const PRINTABLE: RegExp = /^[ -~]{1,1024}$/;
/** Of a server or a project on it, without a slash at its end. */
export const HTTP_URL: RegExp = /^https?:\/\/[A-Za-z0-9.-]+(?::[0-9]+)?(?:\/[A-Za-z0-9._~%-]+)*$/;

/** Makes the refusal of a variable that is not as its service sets it. */
export function malformedVariable(
  service: string,
  name: string,
  expected: string,
  found: string,
): Refusal {
  return new Refusal(
    "BUILD_VARIABLE_MALFORMED",
    `${service}: expected ${expected} in ${name}, found ${found}`,
    { name, found },
    { hint: `run it in a job of ${service}, and leave the variables that it sets as they are` },
  );
}
