/** By service; written by `npx tsx test/runtimes/write-expected-run.ts`; run it again after an intended change to the simulators' output. */
export const expected: Readonly<Record<string, string>> = {
  sts: "8370402528d72a7d79dd85e2",
  "oidc-issuer": "83b5cab0268d5515816001c8",
  "ecs-metadata": "1d85db4836e720476918e28a",
  "credentials-uri": "f8f61ba0045b222dbd60bb69",
  "cloud-sso": "534bff1534eb06ccd075361b",
  oauth: "f2d1f1dd03ae12df8eb99ee5",
  none: "db7af424656ea7ea89b54b78",
  journal: "9c7defbe0db1e44aff765c91",
};
