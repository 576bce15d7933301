/** Addresses that look like one place and lead to another, or lead out without encryption. None may be asked over plain HTTP. */
export const hostileAddresses: readonly string[] = [
  ...["http://evil.test", "http://8.8.8.8", "http://134744072", "http://0x08080808", "http://010.8.8.8"],
  ...[
    "http://100.100.100.200",
    "http://169.254.169.254.evil.test",
    "http://172.32.0.1",
    "http://[2001:db8::1]",
  ],
  ...["http://0.0.0.0", "http://0", "http://[::]", "http://[::ffff:8.8.8.8]", "http://[64:ff9b::808:808]"],
  ...["http://localhost.evil.test", "http://127.0.0.1.evil.test", "http://lοcalhost", "http://app.localhost"],
  ...[
    "http://evil.test#@localhost",
    "http://evil.test\\@localhost",
    "http://127.0.0.1@evil.test",
    "http:evil.test",
  ],
  ...["ftp://localhost", "file:///etc/passwd", "javascript:0", "//evil.test", "gopher://127.0.0.1:6379/_x"],
];
