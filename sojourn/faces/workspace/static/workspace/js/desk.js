// The behaviours of the desk's pages, fetched where an element asks for them. The pages work without.

import { attach } from "../../ui/js/modules.js";

attach({
  moving: () => import("./moving.js"),
  walking: () => import("./walking.js"),
});
