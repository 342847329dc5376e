function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((cost, column) => cost <= (b[column] ?? cost)) && a.some((cost, column) => cost < (b[column] ?? cost));
}

/** Tells of a row whether no other is at least as cheap in every column and cheaper in one (the Pareto front). */
export function isUndominated<Row>(rows: readonly Row[], costs: (row: Row) => readonly number[]): (row: Row) => boolean {
  const table = rows.map(costs);
  return (row) => {
    const own = costs(row);
    return !table.some((other) => dominates(other, own));
  };
}
