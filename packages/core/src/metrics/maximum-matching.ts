/**
 * The pairing of two groups with the greatest total weight.
 *
 * @module
 */

/**
 * Pairs rows with columns one to one so that the sum of the weights is greatest (Kuhn 1955; the
 * O(rows^2 columns) form with potentials). Leaving a row or column alone weighs 0.
 *
 * @param weights - [rows][columns], 0 or more, rows at most as many as columns
 * @returns the column of each row
 */
export function maximumMatching(weights: readonly (readonly number[])[]): number[] {
  const rows = weights.length;
  const columns = weights[0]?.length ?? 0;
  // Index 0 of rows and columns is a stand-in, so that the search may start at the row to be added.
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const slack = new Float64Array(columns + 1).fill(Infinity);
    const cameFrom = new Int32Array(columns + 1);
    const seen = new Uint8Array(columns + 1);
    let column = 0;
    rowOf[0] = row;
    do {
      seen[column] = 1;
      const i = rowOf[column];
      let least = Infinity;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (seen[j]) continue;
        const cost = -weights[i - 1][j - 1] - rowPotential[i] - columnPotential[j];
        if (cost < slack[j]) {
          slack[j] = cost;
          cameFrom[j] = column;
        }
        if (slack[j] < least) {
          least = slack[j];
          next = j;
        }
      }
      for (let j = 0; j <= columns; j++) {
        if (seen[j]) {
          rowPotential[rowOf[j]] += least;
          columnPotential[j] -= least;
        } else slack[j] -= least;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      rowOf[column] = rowOf[cameFrom[column]];
      column = cameFrom[column];
    }
  }
  const columnOf = new Array<number>(rows).fill(-1);
  for (let j = 1; j <= columns; j++) if (rowOf[j] > 0) columnOf[rowOf[j] - 1] = j - 1;
  return columnOf;
}
