export default {
  // Each route runs per request: there is a token only then.
  outputFileTracingRoot: import.meta.dirname,
};
