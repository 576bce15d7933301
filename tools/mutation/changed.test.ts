import { expect, it } from "vitest";
import { rangesOf } from "./changed.ts";

it("the ranges of a diff are its added and changed lines in TypeScript files", () => {
  const diff = `diff --git a/core/src/a.ts b/core/src/a.ts
--- a/core/src/a.ts
+++ b/core/src/a.ts
@@ -3 +3 @@ one line
-old
+new
@@ -9,2 +9,0 @@ lines that went
-old
-old
@@ -20,0 +18,3 @@ lines that came
+new
+new
+new
diff --git a/core/src/README.md b/core/src/README.md
--- a/core/src/README.md
+++ b/core/src/README.md
@@ -1 +1 @@
-old
+new
diff --git a/core/src/gone.ts b/core/src/gone.ts
--- a/core/src/gone.ts
+++ /dev/null
@@ -1,2 +0,0 @@
-old
-old
`;
  expect(rangesOf(diff)).toEqual(["core/src/a.ts:3-3", "core/src/a.ts:18-20"]);
});
