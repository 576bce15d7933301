import type { Cloud } from "../cloud.ts";

/** What the parts of the control API act on. */
export interface ControlContext {
  /** The cloud as it is now. */
  cloud(): Cloud;
  /** Puts another cloud in its place. */
  replace(cloud: Cloud): void;
}
