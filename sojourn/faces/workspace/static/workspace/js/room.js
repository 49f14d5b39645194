// The rooms' own behaviours, fetched where an element asks for them. Pages of the tablet go on without the server.

import { attach } from "../../ui/js/modules.js";

attach({
  ticking: () => import("./ticking.js"),
  pad: () => import("./pad.js"),
  dosing: () => import("./dosing.js"),
});

if ("tablet" in document.body.dataset && window.indexedDB && crypto.subtle) {
  import("./device/app.js").then((app) => app.begin());
}
