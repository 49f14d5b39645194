// The rooms' own behaviours, fetched where an element asks for them. The pages work without.

import { attach } from "../../ui/js/modules.js";

attach({
  ticking: () => import("./ticking.js"),
  pad: () => import("./pad.js"),
});
