/**
 * The packages that know how to learn a plan's tasks.
 *
 * @module
 */

const packages: Readonly<Record<string, () => Promise<unknown>>> = {
  vision: () => import("@mltl/vision/training"),
  text: () => import("@mltl/text/training"),
};

/** Loads what registers these tasks; everything, where a task is of no known package. */
export async function loadTasks(tasks: readonly string[]): Promise<void> {
  const wanted = tasks.map((task) => task.split("/", 1)[0]);
  const names = wanted.every((name) => name in packages) ? wanted : Object.keys(packages);
  await Promise.all(names.map((name) => packages[name]()));
}
