import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { currentFiles } from "./files.js";

// npm run vectors: writes the published files anew.
for (const [file, text] of Object.entries(currentFiles())) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${relative(process.cwd(), file)}: ${String(Buffer.byteLength(text))} bytes`);
}
