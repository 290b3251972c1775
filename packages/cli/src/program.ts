/**
 * The tree of commands. Each command is one file in `commands/`; it loads the packages that it
 * needs only when it runs, so that help is instant.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { registerBenchPaper } from "./commands/bench-paper.js";
import { registerBenchPlan } from "./commands/bench-plan.js";
import { registerBenchReport } from "./commands/bench-report.js";
import { registerBenchRun } from "./commands/bench-run.js";
import { registerDataAdd } from "./commands/data-add.js";
import { registerDataGet } from "./commands/data-get.js";
import { registerDataLs } from "./commands/data-ls.js";
import { registerDataStats } from "./commands/data-stats.js";
import { registerDataVerify } from "./commands/data-verify.js";
import { registerDemo } from "./commands/demo.js";
import { registerDoctor } from "./commands/doctor.js";
import { registerModelExport } from "./commands/model-export.js";
import { registerModelInspect } from "./commands/model-inspect.js";
import { registerModelLs } from "./commands/model-ls.js";
import { registerSetup } from "./commands/setup.js";
import { registerTextCompare } from "./commands/text-compare.js";
import { registerTextConvert } from "./commands/text-convert.js";
import { registerTextEval } from "./commands/text-eval.js";
import { registerTextStats } from "./commands/text-stats.js";
import { registerTextTag } from "./commands/text-tag.js";
import { registerTextTokenize } from "./commands/text-tokenize.js";
import { registerTextTrain } from "./commands/text-train.js";
import { registerTrain } from "./commands/train.js";
import { registerVisionAlign } from "./commands/vision-align.js";
import { registerVisionClassify } from "./commands/vision-classify.js";
import { registerVisionEmbed } from "./commands/vision-embed.js";
import { registerVisionEval } from "./commands/vision-eval.js";
import { registerVisionTrain } from "./commands/vision-train.js";
import { addExamples } from "./help-examples.js";

type Register = (parent: Command) => void;

/** Commands of their own: `mltl <command>`. */
const commands: readonly Register[] = [registerDemo, registerTrain, registerSetup, registerDoctor];

/** Commands in groups: `mltl <group> <command>`. */
const groups: readonly { name: string; description: string; commands: readonly Register[] }[] = [
  {
    name: "vision",
    description: "emotions on faces in photographs",
    commands: [
      registerVisionClassify,
      registerVisionTrain,
      registerVisionEval,
      registerVisionEmbed,
      registerVisionAlign,
    ],
  },
  {
    name: "text",
    description: "names of people, places, organisations and others in text",
    commands: [
      registerTextTag,
      registerTextStats,
      registerTextTrain,
      registerTextEval,
      registerTextCompare,
      registerTextConvert,
      registerTextTokenize,
    ],
  },
  {
    name: "model",
    description: "the models at hand",
    commands: [registerModelLs, registerModelInspect, registerModelExport],
  },
  {
    name: "data",
    description: "the data sets at hand",
    commands: [
      registerDataLs,
      registerDataGet,
      registerDataAdd,
      registerDataVerify,
      registerDataStats,
    ],
  },
  {
    name: "bench",
    description: "experiments: many trainings, kept and compared",
    commands: [registerBenchRun, registerBenchPlan, registerBenchReport, registerBenchPaper],
  },
];

/** Builds the `mltl` program: commander throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command("mltl")
    .description("Emotions on faces and named entities in text, on your own machine")
    .version(version(), "-V, --version", "print the version")
    .option("--verbose", "say more when something goes wrong: stack trace and causes")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [command]", "show help for a command")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      outputError: (message, write) => write(message.replace(/^error: /, "mltl: ")),
    })
    .showHelpAfterError("hint: --help shows what can be given")
    .exitOverride();
  for (const register of commands) register(program);
  for (const group of groups) {
    const parent = program.command(group.name).description(group.description);
    for (const register of group.commands) register(parent);
  }
  addExamples(program, [
    ["demo", "see both at work on six photographs and a page of text"],
    ["vision classify photos/", "the emotion of every face in a folder"],
    ["text tag letter.txt", "the names in a text"],
  ]);
  return program;
}

function version(): string {
  const file = new URL("../package.json", import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}
