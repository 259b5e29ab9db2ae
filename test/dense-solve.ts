/**
 * Solves a dense square system by Gaussian elimination with partial pivoting, in place.
 *
 * Shapes: n * n matrix, row-major, and n right-hand sides; both are overwritten, `right` by the solution.
 * Gives:  whether the matrix is regular; where a pivot is zero, `right` is left unfinished.
 * Cost:   n^3 / 3 multiplications.
 * Source: Golub and Van Loan, Matrix Computations (4th edition, 2013), algorithm 3.4.1.
 */
export function solveDense(matrix: Float64Array, right: Float64Array): boolean {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(matrix[i * n + k]) > Math.abs(matrix[pivot * n + k])) pivot = i;
    }
    if (matrix[pivot * n + k] === 0) return false;
    if (pivot !== k) exchangeRows(matrix, right, k, pivot);
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i * n + k] / matrix[k * n + k];
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) matrix[i * n + j] -= factor * matrix[k * n + j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    let value = right[k];
    for (let j = k + 1; j < n; j++) value -= matrix[k * n + j] * right[j];
    right[k] = value / matrix[k * n + k];
  }
  return true;
}

function exchangeRows(matrix: Float64Array, right: Float64Array, a: number, b: number): void {
  const n = right.length;
  for (let j = 0; j < n; j++) {
    const kept = matrix[a * n + j];
    matrix[a * n + j] = matrix[b * n + j];
    matrix[b * n + j] = kept;
  }
  const kept = right[a];
  right[a] = right[b];
  right[b] = kept;
}
