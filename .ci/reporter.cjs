// mocha's spec report, and its totals as one plain line in the file that MLTL_TEST_TOTALS names.
const { writeFileSync } = require("node:fs");
const Mocha = require("mocha");

module.exports = class TotalsReporter extends Mocha.reporters.Spec {
  epilogue() {
    super.epilogue();
    const { passes, failures, pending } = this.stats;
    const line = `${passes} passed, ${failures} failed, ${pending} skipped`;
    if (process.env.MLTL_TEST_TOTALS) writeFileSync(process.env.MLTL_TEST_TOTALS, `${line}\n`);
  }
};
