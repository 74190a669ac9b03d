"""One build in its own process: ``child.py COST-FILE SPHINX-ARGUMENTS``."""

import json
import resource
import sys
from pathlib import Path

from sphinx.cmd.build import build_main

if __name__ == "__main__":
    code = build_main(sys.argv[2:])
    own = resource.getrusage(resource.RUSAGE_SELF)
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = {
        "cpu": own.ru_utime + helpers.ru_utime,
        "memory": max(own.ru_maxrss, helpers.ru_maxrss) // 1024,
    }
    Path(sys.argv[1]).write_text(json.dumps(cost), "utf-8")
    sys.exit(code)
