/**
 * Variables that alicred or an official client reads: credentials, regions, profiles and switches, with a prefix or bare as the
 * aliyun CLI has them; and the proxies by which requests would leave.
 */
export const MACHINE_VARIABLES =
  /^(ALIBABA|ALICLOUD|ALIYUN|ALICRED|(ACCESS_KEY|SECURITY_TOKEN|REGION)(_|$))|^((ALL|HTTPS?|NO)_PROXY|NODE_USE_ENV_PROXY)$/i;
