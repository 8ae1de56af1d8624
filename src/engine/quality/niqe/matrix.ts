/** Square matrices, row by row. */
export type Matrix = readonly (readonly number[])[]

/** Means of columns; rows holding NaN are left out of both. */
export function statistics(rows: readonly Float64Array[]): { mean: number[]; covariance: number[][] } {
  const size = rows[0]?.length ?? 0
  const columns = Array.from({ length: size }, (_, i) => i)
  // The published code means column by column over what is a number, but takes the covariance of whole rows only.
  const mean = columns.map((i) => average(rows.map((row) => row[i] as number).filter((v) => !Number.isNaN(v))))
  const whole = rows.filter((row) => row.every((value) => !Number.isNaN(value)))
  const centre = columns.map((i) => average(whole.map((row) => row[i] as number)))
  const covariance = columns.map((i) =>
    columns.map((j) => {
      let sum = 0
      for (const row of whole)
        sum += ((row[i] as number) - (centre[i] as number)) * ((row[j] as number) - (centre[j] as number))
      return sum / Math.max(1, whole.length - 1)
    }),
  )
  return { mean, covariance }
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** x' pinv(A) x of a symmetric A: eigenvalues by Jacobi rotations, those of no weight left out. */
export function inverseForm(matrix: Matrix, x: readonly number[]): number {
  const { values, vectors } = eigen(matrix)
  const limit = Math.max(...values.map(Math.abs)) * 1e-15
  return values.reduce((sum, value, k) => {
    if (Math.abs(value) <= limit) return sum
    const part = x.reduce((total, component, i) => total + component * ((vectors[i] as number[])[k] as number), 0)
    return sum + (part * part) / value
  }, 0)
}

function eigen(matrix: Matrix): { values: number[]; vectors: number[][] } {
  const a = matrix.map((row) => [...row])
  const size = a.length
  const vectors = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 60; sweep++) {
    let rest = 0
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rest += (a[p]?.[q] ?? 0) ** 2
    if (rest < 1e-30) break
    for (let p = 0; p < size; p++) for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q)
  }
  return { values: a.map((row, i) => row[i] as number), vectors }
}

function rotate(a: number[][], vectors: number[][], p: number, q: number): void {
  const [rowP, rowQ] = [a[p] as number[], a[q] as number[]]
  const off = rowP[q] as number
  if (Math.abs(off) < 1e-300) return
  const theta = ((rowQ[q] as number) - (rowP[p] as number)) / (2 * off)
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  const turn = (row: number[]) => {
    const [x, y] = [row[p] as number, row[q] as number]
    row[p] = c * x - s * y
    row[q] = s * x + c * y
  }
  for (const row of a) turn(row)
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [rowP[k] as number, rowQ[k] as number]
    rowP[k] = c * x - s * y
    rowQ[k] = s * x + c * y
  }
  for (const row of vectors) turn(row)
}
