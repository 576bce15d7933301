/** By service; written by `npx tsx test/runtimes/write-expected-run.ts`; run it again after an intended change to the simulators' output. */
export const expected: Readonly<Record<string, string>> = {
  sts: "ffb957927d288d9974133f9b",
  "oidc-issuer": "83b5cab0268d5515816001c8",
  "ecs-metadata": "4cd5cf3c7952c50b47bbc585",
  "credentials-uri": "f8f61ba0045b222dbd60bb69",
  "cloud-sso": "534bff1534eb06ccd075361b",
  oauth: "453b66f7a43d2cb2108a95c5",
  none: "db7af424656ea7ea89b54b78",
  journal: "9c7defbe0db1e44aff765c91",
};
