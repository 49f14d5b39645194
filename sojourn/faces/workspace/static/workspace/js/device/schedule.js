// When the next reading is due and what is out of band, told without the server. The numbers are the library's, given by
// the page; the counting is that of treatment/rules/schedule.py, and a test holds both to the same answers.

const MINUTE = 60000;
const NEARLY = 4 * MINUTE;

// Every point from the first dose on; points that a later dose overtook are left out unless taken. Times in ms.
export function duePoints({ minutes, amber_after, red_after }, doses, taken, now) {
  const points = doses.flatMap((dose, index) => minutes.map((after) => {
    const code = index === 0 ? `+${after}` : `${index + 1}:+${after}`;
    const late = Math.floor((now - dose) / MINUTE - after);
    const open = late < 0 ? "later" : late <= amber_after ? "due" : late <= red_after ? "amber" : "red";
    return { code, minutes: after, dueAt: dose + after * MINUTE, late: Math.max(late, 0), state: taken.has(code) ? "taken" : open };
  }));
  const running = minutes.length * (doses.length - 1);
  return points.filter((point, index) => index >= running || point.state === "taken");
}

export const nextDue = (points) => points.find((point) => point.state !== "taken");

// The code of the point that a reading fulfils; "before" before the first dose, "" for an extra reading.
export function pointFor(points, at, hasDose) {
  if (!hasDose) return "before";
  const due = nextDue(points);
  return due && at >= due.dueAt - NEARLY ? due.code : "";
}

const WEIGHT = ["watch", "urgent", "emergency"];

// Each measure that is out of band, the heaviest concern first.
export function outOfBand(bands, reading) {
  const found = Object.entries(reading).flatMap(([measure, value]) => {
    const caught = bands.filter((band) => band.measure === measure && catches(band, Number(value)));
    const concern = WEIGHT.findLast((each) => caught.some((band) => band.concern === each));
    return concern ? [{ measure, value: Number(value), concern }] : [];
  });
  return found.sort((one, other) => WEIGHT.indexOf(other.concern) - WEIGHT.indexOf(one.concern));
}

function catches({ at_least, at_most }, value) {
  return (at_least !== null && value >= at_least) || (at_most !== null && value <= at_most);
}
