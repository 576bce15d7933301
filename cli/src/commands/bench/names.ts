/** The scenarios by name, in the order in which they run. */
export const SCENARIO_NAMES = [
  "hit",
  "stampede",
  "tail",
  "outage-500",
  "outage-throttle",
  "outage-hang",
  "freeze",
  "short-sessions",
  "fleet",
] as const;
