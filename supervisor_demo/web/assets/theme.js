"use strict";
// Before anything is drawn, so that nothing is drawn in the wrong colours first.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // A browser that lets us store nothing shows what the system prefers.
}
