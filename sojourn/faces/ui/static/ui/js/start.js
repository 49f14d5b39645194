// What every page starts with. Each behaviour is fetched only where an element asks for it.

import { attach } from "./modules.js";

attach({
  autosave: () => import("./autosave.js"),
  keys: () => import("./keys.js"),
  leaving: () => import("./leaving.js"),
  live: () => import("./live.js"),
  names: () => import("./names.js"),
  palette: () => import("./palette.js"),
});

// A summary of errors is read first, and takes the focus that a new page would otherwise put at the top.
document.getElementById("error-summary")?.focus();
