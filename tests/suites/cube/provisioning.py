"""The files that Grafana is set up with are YAML and JSON of the shape that it reads, and the ones that are mounted."""
import json, pathlib, sys

import yaml

folder, compose = pathlib.Path(sys.argv[1]), yaml.safe_load(open(sys.argv[2], encoding="utf-8"))
[source] = yaml.safe_load((folder / "provisioning/datasources/staedtenetz.yaml").read_text())["datasources"]
[provider] = yaml.safe_load((folder / "provisioning/dashboards/staedtenetz.yaml").read_text())["providers"]
dashboard = json.loads((folder / "dashboards/figures.json").read_text())
grafana = compose["services"]["grafana"]
mounted = dict(volume.split(":")[:2] for volume in grafana["volumes"])
assert grafana["profiles"] == ["dashboards"] and ":" in grafana["image"] and not grafana["image"].endswith("latest")
assert grafana["environment"]["GF_INSTALL_PLUGINS"].split()[0] == source["type"]
assert source["url"] in source["jsonData"]["allowedHosts"]
assert mounted["./examples/grafana/provisioning"] == "/etc/grafana/provisioning"
assert mounted["./examples/grafana/dashboards"] == provider["options"]["path"]
assert len({panel["id"] for panel in dashboard["panels"]}) == len(dashboard["panels"])
print("what Grafana is set up with fits together")
