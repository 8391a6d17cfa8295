export { type PasswordSource, readPassword } from "../io/password.ts";
