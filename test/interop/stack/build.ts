import { preparePrograms } from "./programs.ts";

// Builds what `npm run test:interop` would otherwise build first, so that it can be done beside other work.
preparePrograms(process.env);
