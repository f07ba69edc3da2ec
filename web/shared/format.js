// Money, moments and spans as people read them. Every moment is told in the business time zone.
import { TIME } from "./words.js";

const ZONE = "Asia/Shanghai";
const parts = new Intl.DateTimeFormat("en-US", {
  timeZone: ZONE,
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DAY_MS = 86_400_000;

/** Integer fen as `1,234.50`. */
export function money(fen) {
  const cents = String(Math.abs(fen) % 100).padStart(2, "0");
  const whole = String(Math.floor(Math.abs(fen) / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${fen < 0 ? "-" : ""}${whole}.${cents}`;
}

export const yuan = (fen) => `¥${money(fen)}`;

function local(at) {
  const found = {};
  for (const { type, value } of parts.formatToParts(new Date(at))) found[type] = value;
  const { year, month, day, hour, minute, second } = found;
  return { year: Number(year), month: Number(month), day: Number(day), hour, minute, second };
}

/** `2026-11-23`: which day of the business time zone. */
export function dayKey(at) {
  const { year, month, day } = local(at);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** `15:02` */
export function clock(at) {
  const { hour, minute } = local(at);
  return `${hour}:${minute}`;
}

/** `11-23 15:02` */
export const stamp = (at) => `${dayKey(at).slice(5)} ${clock(at)}`;

/** To the second, for whoever wants it exact. */
export function exact(at) {
  const { year, month, day, hour, minute, second } = local(at);
  return `${TIME.fullDate(year, month, day)} ${hour}:${minute}:${second}`;
}

/** Today, yesterday, tomorrow, or the date with its weekday; the year where it is not this one. */
export function dayName(at, now) {
  if (dayKey(at) === dayKey(now)) return TIME.today;
  if (dayKey(at) === dayKey(now - DAY_MS)) return TIME.yesterday;
  if (dayKey(at) === dayKey(now + DAY_MS)) return TIME.tomorrow;
  const { year, month, day } = local(at);
  const date = year === local(now).year ? TIME.date(month, day) : TIME.fullDate(year, month, day);
  return `${date} ${TIME.weekdays[new Date(`${dayKey(at)}T00:00:00Z`).getUTCDay()]}`;
}

/** How long ago within the last hour, else the time of day. */
export function ago(at, now) {
  const minutes = Math.floor((now - new Date(at)) / 60_000);
  if (minutes >= 60 || minutes < -1) return clock(at);
  return minutes < 1 ? TIME.now : TIME.minutesAgo(minutes);
}

/** A deadline without its "before": midnight belongs to the day that ends then. */
export function until(at) {
  const { hour, minute, second } = local(at);
  const midnight = hour === "00" && minute === "00" && second === "00";
  const { month, day } = local(midnight ? new Date(at).getTime() - 1000 : at);
  return `${TIME.date(month, day)} ${midnight ? TIME.midnight : `${hour}:${minute}`}`;
}

/** `11月26日 24:00前` */
export const deadline = (at) => TIME.before(until(at));

/** From a first to a last moment; the day is said once when both are on it. */
export function span(from, to) {
  const end = until(to);
  const begin = until(from);
  if (begin === end) return end;
  return dayKey(from) === dayKey(to) ? `${begin}${TIME.to}${clock(to)}` : `${begin}${TIME.to}${end}`;
}

/** Seconds as a rough waiting time, rounded up. */
export function wait(seconds) {
  if (seconds < 60) return TIME.underAMinute;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? TIME.minutes(minutes) : TIME.hours(Math.ceil(minutes / 60));
}
