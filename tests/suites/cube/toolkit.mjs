// The JSON-stat toolkit reads the dataset; what it finds is compared with the flat JSON.
import { readFileSync } from "node:fs";
import JSONstat from "jsonstat-toolkit";

const name = process.argv[2];
const rows = JSON.parse(readFileSync(`${name}.json`));
const dataset = JSONstat(JSON.parse(readFileSync(`${name}.json-stat`)));
const check = (holds, text) => {
  if (!holds) throw new Error(`${name}: ${text}`);
};

check(dataset.class === "dataset", "no dataset");
check(dataset.n === dataset.size.reduce((n, size) => n * size, 1), "as many values as positions");
check(dataset.role.metric[0] === "indicator" && dataset.role.geo[0] === "city" && dataset.role.time[0] === "year", "roles");
let values = 0;
for (const row of rows) {
  const cell = dataset.Data({ indicator: row.indicator, city: row.city, year: String(row.year) });
  check(cell.value === row.value, `${JSON.stringify(row)} is ${JSON.stringify(cell)}`);
  check((cell.status ?? "A") === row.obsStatus, `the status of ${JSON.stringify(row)}`);
  const metric = dataset.Dimension("indicator").Category(row.indicator);
  check(metric.label === row.indicatorLabel && metric.unit.label === row.unit, "names and units");
  values += row.value === null ? 0 : 1;
}
const found = (dataset.n ? dataset.Data() : []).filter((cell) => cell.value !== null).length;
check(found === values, `${found} values instead of ${values}`);
