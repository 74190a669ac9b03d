"""What an audit is made of: plain data and pure functions, no Sphinx."""

from __future__ import annotations

from .checklist import Checklist, Item, ItemState, Progress
from .effort import Effort, Total
from .finding import Finding, Place, Priority, Status
from .gate import Condition, Gate
from .page import Page
from .pattern import Pattern
from .phase import Decision, GateState, Phase, PhaseStatus, SignOff
from .problem import Level, Problem
from .query import Query, QueryError
from .register import Register
from .state import Cause, Reason, Standing, State
from .suppression import Suppression

__all__ = [
    "Cause",
    "Checklist",
    "Condition",
    "Decision",
    "Effort",
    "Finding",
    "Gate",
    "GateState",
    "Item",
    "ItemState",
    "Level",
    "Page",
    "Pattern",
    "Phase",
    "PhaseStatus",
    "Place",
    "Priority",
    "Problem",
    "Progress",
    "Query",
    "QueryError",
    "Reason",
    "Register",
    "SignOff",
    "Standing",
    "State",
    "Status",
    "Suppression",
    "Total",
]
