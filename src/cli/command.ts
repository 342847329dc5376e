import { run } from "./run.js";
import { lazyStandardError } from "./standard-error.js";

const io = {
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  stderr: lazyStandardError(() => process.stderr),
};

// Never process.exit: it would cut off what a pipe has not taken yet.
void run(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode = exitCode;
});
