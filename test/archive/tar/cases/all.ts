import { BOMB } from "./bomb.ts";
import type { Case } from "./case.ts";
import { COLLISION } from "./collision.ts";
import { CONTROL } from "./control.ts";
import { HEADER } from "./header.ts";
import { LINK } from "./link.ts";
import { MODE } from "./mode.ts";
import { PATH } from "./path.ts";
import { STREAM } from "./stream.ts";
import { TYPE } from "./type.ts";

/** All archives, by what they try. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  control: CONTROL,
  path: PATH,
  collision: COLLISION,
  link: LINK,
  type: TYPE,
  mode: MODE,
  header: HEADER,
  stream: STREAM,
  bomb: BOMB,
};
