/**
 * Variables that alicred or an official client reads: credentials, regions, profiles and switches, with a prefix or bare as the
 * aliyun CLI has them; the proxies by which requests would leave; and the language in which the command would speak.
 * `ALICRED_CASES` is read by tests alone.
 */
export const MACHINE_VARIABLES =
  /^(ALIBABA|ALICLOUD|ALIYUN|ALICRED(?!_CASES$)|(ACCESS_KEY|SECURITY_TOKEN|REGION)(_|$))|^((ALL|HTTPS?|NO)_PROXY|NODE_USE_ENV_PROXY|LANG|LC_ALL|LC_MESSAGES)$/i;
