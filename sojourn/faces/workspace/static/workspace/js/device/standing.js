// Says in words what has not reached the server, and what to do about it.

const CLOCK = { hour: "numeric", minute: "2-digit" };

export function showStanding(state, next, zone) {
  const note = document.getElementById("standing");
  if (!note) return;
  const sentences = [lost(state, zone), waiting(state), stuck(state), others(state)].filter(Boolean);
  note.hidden = !sentences.length;
  note.querySelector("span").textContent = sentences.join(" ");
  const way = note.querySelector("a");
  way.hidden = !state.signedOut;
  way.href = `/accounts/login/?next=${encodeURIComponent(next)}`;
}

function lost({ reached, since, signedOut }, zone) {
  if (signedOut) return "You are signed out.";
  if (reached) return "";
  const when = since.toLocaleTimeString("en-US", { ...CLOCK, timeZone: zone }).toLowerCase();
  return `The server cannot be reached since ${when}. Go on charting; doses are not checked against the order until it is back.`;
}

function waiting({ unsent, stuck: stuckCount }) {
  const count = unsent - stuckCount;
  if (!count) return "";
  return `${count === 1 ? "1 entry is" : `${count} entries are`} on this tablet and not yet with the server.`;
}

function stuck({ stuck: count }) {
  return count ? `${count === 1 ? "1 entry" : `${count} entries`} could not be sent: read the log, write it anew, and tell whoever looks after the tablets.` : "";
}

function others({ othersCount, others: who }) {
  return othersCount ? `${othersCount === 1 ? "1 entry" : `${othersCount} entries`} of ${who.join(" and ")} wait here until they sign in on this tablet.` : "";
}
