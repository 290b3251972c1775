/**
 * The packages that know how to learn a plan's tasks.
 *
 * @module
 */

const modules: Readonly<Record<string, string>> = {
  vision: "@mltl/vision/training",
  text: "@mltl/text/training",
};

/** URLs of what registers these tasks; of everything, where a task is of no known package. */
export function taskModules(tasks: readonly string[]): string[] {
  const wanted = new Set(tasks.map((task) => task.split("/", 1)[0]));
  const known = [...wanted].every((name) => name in modules);
  const names = known ? [...wanted] : Object.keys(modules);
  return names.map((name) => import.meta.resolve(modules[name]));
}

/** Loads what registers these tasks. */
export async function loadTasks(tasks: readonly string[]): Promise<void> {
  await Promise.all(taskModules(tasks).map((module) => import(module)));
}
