import { Option } from "commander";

/** The option that declares how a file's tags mark entities. */
export function schemeOption(): Option {
  return new Option("--scheme <name>", "the scheme of a file's tags (default: found)").choices([
    "IOB1",
    "BIO",
    "BIOES",
    "BILUO",
  ]);
}
