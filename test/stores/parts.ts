/** A session as the service answers it. */
export interface IssuedSession {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: string;
}

/** The parts of a session of one generation. */
export function partsOf(generation: string): Omit<IssuedSession, "expiration"> {
  return {
    accessKeyId: `STS.${generation}`,
    accessKeySecret: `secret-${generation}`,
    securityToken: `token-${generation}`,
  };
}
