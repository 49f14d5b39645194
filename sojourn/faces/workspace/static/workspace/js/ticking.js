// Keeps a clock going between two answers of the server: data-since counts minutes, data-clock shows the zone's time.

import { now } from "./device/clock.js";

const EVERY = 1000;

export default function ticking(element) {
  const show = element.dataset.since ? () => sinceThen(element) : () => timeThere(element);
  const timer = setInterval(() => (element.isConnected ? show() : clearInterval(timer)), EVERY);
}

function sinceThen(element) {
  const minutes = Math.floor((now() - Date.parse(element.dataset.since)) / 60000);
  if (minutes >= 0) element.textContent = `+${minutes}`;
}

function timeThere(element) {
  const parts = new Intl.DateTimeFormat("en-US", { timeZone: element.dataset.clock, hour: "numeric", minute: "2-digit" });
  element.textContent = parts.format(new Date(now())).toLowerCase();
}
