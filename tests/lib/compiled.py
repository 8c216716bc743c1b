# SPDX-License-Identifier: GPL-2.0-or-later

"""What a golden case shows of `kcrate audit --compile --format json`: nothing
that another compiler would say in other words."""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    said = json.load(file)
for finding in said.get("findings", []):
    print(finding["id"], finding["message"])
for crate in said.get("crates", []):
    for finding in crate["findings"]:
        print(f"{finding['file']}:{finding.get('line', 0)}: {finding['id']}: "
              f"{finding.get('evidence', 'none')}")
        if finding["id"] in ("symbol-undefined", "vector-instructions"):
            for line in finding.get("context", []):
                print(line)
    rustc = crate.get("rustc")
    if rustc:
        print(f"{crate['name']}: {crate['grade']}, rustc: "
              f"{'unknown' if 'unknown' in rustc else rustc['grade'] or 'none'}"
              + (f" by {rustc['because']}" if "because" in rustc else "")
              + (", panics" if rustc.get("panics") else ""))
    else:
        print(f"{crate['name']}: for the host")
