"""``python -m sphinx_audit`` is ``sphinx-audit``."""

from __future__ import annotations

import sys

from .cli import main

sys.exit(main())
