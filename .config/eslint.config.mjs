import path from "node:path";
import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

// Without its extension an import compiles, but the ES module build cannot be loaded.
const extension = {
  regex: String.raw`^\.{1,2}(/(?!.*\.(js|json)$)|$)`,
  message: 'Relative imports name their file with its extension: "./x.js".',
};
const nodeBuiltin = { regex: "^node:", message: "Only the command talks to the machine; the library is pure." };
const wholeZod = {
  regex: "^zod(/v4)?$|/classic",
  message: "zod/mini is a third of zod, and compiles no code when it is loaded.",
};
const upwards = {
  regex: "^zod|/(request|plan|cli)/",
  message: "src/math knows numbers only: no request, no plan, no schema.",
};
const kit = {
  regex: "^fast-check$|/arbitraries/",
  message: "Only the property kit needs fast-check, and nothing needs the property kit.",
};
const planner = {
  regex: String.raw`/(math|hypernetwork|kinds|plan|request|conventions)(/(?!parse-plan)|\.)`,
  allowTypeImports: true,
  message: "A law computes what it compares with by itself, from the formulas.",
};
const spreadCall = {
  selector: "CallExpression[callee.property.name=/^(push|unshift)$/] > SpreadElement",
  message: "A call has room for some 100,000 arguments: add the entries of a list one by one, or use flatMap.",
};
const readers = {
  regex: "/(request|plan|kinds|check|compare|simulate|advise|shapes|cli)/",
  message: "src/hypernetwork knows what a hypernetwork is, and no request, plan or report.",
};
const command = { regex: "/cli/", message: "The library does not know its command." };

export default defineConfig(
  { ignores: ["dist/", ".dist-*/", "coverage/", "reports/", ".stryker-tmp/"] },
  {
    files: [".config/*"],
    extends: [eslint.configs.recommended],
    languageOptions: { globals: { __dirname: "readonly", console: "readonly", process: "readonly" } },
  },
  {
    files: ["**/*.ts"],
    extends: [
      eslint.configs.recommended,
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
    ],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: path.dirname(import.meta.dirname) },
    },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-imports": ["error", { patterns: [extension] }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      // Spreading a string into code points is what the spelling hints need.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    // Both builds compile these files: nothing that exists in only one module system, nothing that prints.
    files: ["src/**/*.ts"],
    ignores: ["src/cli/**"],
    rules: {
      "no-console": "error",
      // An index that is in range by construction is told so in words that survive a search.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "no-restricted-syntax": ["error", spreadCall],
      "no-restricted-globals": ["error", "require", "module", "exports", "__dirname", "__filename", "process"],
      "no-restricted-imports": ["error", { patterns: [extension, nodeBuiltin, command, kit, wholeZod] }],
    },
  },
  {
    files: ["src/arbitraries/**/*.ts"],
    rules: { "no-restricted-imports": ["error", { patterns: [extension, nodeBuiltin, command, wholeZod] }] },
  },
  {
    // The laws check the planner, so they must not be made of it.
    files: ["src/arbitraries/laws/**/*.ts"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [planner] }] },
  },
  {
    files: ["src/math/**/*.ts"],
    rules: {
      // Published tables are quoted with every digit they print.
      "no-loss-of-precision": "off",
      "no-restricted-imports": ["error", { patterns: [extension, nodeBuiltin, upwards] }],
    },
  },
  {
    files: ["src/hypernetwork/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [extension, nodeBuiltin, readers, kit, wholeZod] }],
    },
  },
  {
    // Specs read recorded JSON and hand over wrong types on purpose.
    files: ["spec/**/*.ts"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
);
