export { askYes } from "../io/ask-yes.ts";
