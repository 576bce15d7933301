/** A package whose tests are measured by mutants: where its code is, and the tests that must notice a mutant. */
export interface MutatedPackage {
  /** Relative to the root. */
  readonly dir: string;
  readonly tests: readonly string[];
  /**
   * Tests that cannot notice a mutant, because they run the code in processes of their own or read the sources as text; and those
   * that take seconds for each, because they are about many instances, many outages or speed.
   */
  readonly except: readonly string[];
  /** Code that ends processes: a mutant of it ended the run itself. */
  readonly spared?: readonly string[];
}

export const mutatedPackages: Readonly<Record<string, MutatedPackage>> = {
  core: {
    dir: "core",
    tests: ["core/test", "test/cases"],
    except: [
      "core/test/refresh/thaw.test.ts",
      "core/test/host/loaded.test.ts",
      "core/test/readme.test.ts",
      "core/test/refresh/fleet.test.ts",
      "core/test/refresh/recovery-time.test.ts",
    ],
    spared: ["core/src/host/node-processes.ts", "core/src/host/node-lifetime.ts"],
  },
  // Its operations are asked for by the modes alone, whose tests have them.
  sts: {
    dir: "plugins/shared/sts",
    tests: [
      "plugins/shared/sts/test",
      "plugins/modes/assume-role/test",
      "plugins/modes/oidc/test",
      "plugins/modes/rsa-key-pair/test",
    ],
    except: [],
  },
  "shared-config": {
    dir: "plugins/files/shared-config",
    tests: ["plugins/files/shared-config/test"],
    except: [],
  },
  "file-store": {
    dir: "plugins/files/file-store",
    tests: ["plugins/files/file-store/test"],
    except: ["plugins/files/file-store/test/bundle"],
  },
};

/** Names the package to the configuration of vitest. */
export const PACKAGE_VARIABLE = "ALICRED_MUTATED_PACKAGE";
