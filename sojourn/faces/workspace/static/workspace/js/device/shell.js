// Opens the page as this tablet last saw it. What it says without one, or without the key, stands in the page already.

import { pageAt } from "./pages.js";
import { unlock } from "./vault.js";

async function open() {
  const kept = await unlock("");
  const html = kept && (await pageAt(kept, location.pathname));
  if (!html) return say(kept ? "unseen" : "locked");
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const { name, value } of page.documentElement.attributes) document.documentElement.setAttribute(name, value);
  document.title = page.title;
  await Promise.all([...page.querySelectorAll("link[rel=stylesheet]")].map(style));
  page.querySelectorAll("script:not([type='application/json'])").forEach((script) => script.remove());
  document.body.replaceWith(document.adoptNode(page.body));
  document.body.dataset.fromTablet = "";
  await import("../../../ui/js/start.js");
  await import("../room.js");
}

function style(link) {
  return new Promise((resolve) => {
    const own = document.head.appendChild(document.importNode(link, true));
    own.onload = own.onerror = resolve;
  });
}

function say(why) {
  document.querySelectorAll("[data-why]").forEach((each) => { each.hidden = each.dataset.why !== why; });
}

open().catch(() => say("locked"));
