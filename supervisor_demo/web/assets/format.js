// Numbers and times as people read them.

const two = (number) => String(number).padStart(2, "0");

export function uptime(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const days = Math.floor(whole / 86400);
  const hours = Math.floor((whole % 86400) / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  return `${hours}:${two(minutes)}:${two(whole % 60)}`;
}

export function bytes(size) {
  let value = size;
  let unit = "B";
  for (const next of ["kB", "MB", "GB", "TB"]) {
    if (value < 1024) break;
    value /= 1024;
    unit = next;
  }
  return `${value < 10 && unit !== "B" ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}

export function percent(value) {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} %`;
}

/** The time of day, with the date when it is not today's. */
export function clock(milliseconds) {
  const when = new Date(milliseconds);
  const time = `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`;
  if (when.toDateString() === new Date().toDateString()) return time;
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())} ${time}`;
}
