// Behaviours of the portal alone. Every page works without them.

import { attach } from "../../ui/js/modules.js";

attach({
  clicks: () => import("./clicks.js"),
  conditions: () => import("./conditions.js"),
  unknowns: () => import("./unknowns.js"),
  signature: () => import("./signature.js"),
});
