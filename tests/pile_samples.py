"""A register and an older plan of one audit, as people write them: they disagree."""

from __future__ import annotations

REGISTER = """\
# **SHOP REMEDIATION PLANS**

**Version**: 2.0
**Status**: PHASES 1A, 1B COMPLETE - READY FOR PHASE 2

## **OVERVIEW**

#### **Phase 1A Payments (COMPLETE)**
- ✅ **SI-001**: Double charge on retry - IMPLEMENTED & OPERATIONAL
- ✅ **SI-002**: Stock Locking - IMPLEMENTED & OPERATIONAL

#### **Phase 1B Search (COMPLETE)**
- ✅ **PF-001**: Index Rebuild - IMPLEMENTED & OPERATIONAL

### **🔄 READY FOR IMPLEMENTATION**

#### **Phase 2 Reports (READY TO PROCEED)**
- 🔄 **AR-001**: Report Queue
- 🔄 **AR-002**: Export Formats & Encodings

This folder has **5 documents**, **3 COMPLETED** and **2 READY**.

```mermaid
graph TD
    A[Phase 1A: Payments - ✅ COMPLETE] --> B[Phase 1A Signoff ✅ ACHIEVED]
    B --> C[Phase 1B: Search - ✅ COMPLETE]
    C --> D[Phase 2: Reports - 🔄 READY]
    A --> A1[✅ SI-001: Double charge]
    A --> A2[✅ SI-002: Stock Locking] & A3[note]
    D --> D1[🔄 AR-001: Report Queue]
    D1 --> D2[🔄 AR-002: Export Formats & Encodings]
```

## **PHASE 1A: PAYMENTS -

| Finding | Document | Priority | Effort | Description |
|---------|----------|----------|--------|-------------|
| **SI-001** | [plan](plans/SI-001.md) | CRITICAL | 3-4 days | Double charge | COMPLETED
| **SI-002** | none | HIGH | 2 days | Stock Locking | IN PROGRESS
| **SI-003** | none | HIGH | 2 days | Refund rounding |

## **STANDARDS**

- ✅ **Real tests**: testing against `shop_production`
- ✅ **CI**: `go test ./... -race` must pass

```bash
export TEST_DSN="postgresql://ada:hunter2@localhost/shop_production"
go test ./... -race -tags=integration
```
"""

PLAN = """\
# **PLAN FOR THE 4 REMAINING SHOP FINDINGS**

**Status**: APPROVED FOR IMPLEMENTATION

- ✅ **1 Finding Completed**: BF-001
- 📋 **4 Findings Remaining**: see below

```
plans/
├── phase_1a_payments/
│   └── SI-001_PLAN.md      # Double charge on retry
└── phase_2_reports/
    ├── SI-002_PLAN.md      # Redundant currencies
    └── REST_PLAN.md        # BL-010 through BL-012 grouped
```

**🚫 MANDATORY PHASE 1A SIGNOFF REQUIRED**

### **Section 1: Header**
```markdown
# [FINDING-ID]: [TITLE]
- [ ] not an item: it is in a fence
```

```bash
export TEST_DSN="postgresql://$USER:$PASSWORD@localhost/shop_test"
```
"""

PLAN_FILE = """\
---
id: SI-001
owner: Ada Lovelace
due: 2026-03-31
---

# SI-001: Double charge on retry - TACTICAL IMPLEMENTATION PLAN

**Priority:** HIGH | **Effort**: 3-4 days
**Phase**: 1A Payments
**Dependencies**: Phase 0 (BF-001), SI-002
- **Status**: Complete (8/9)

## Checklist

- [x] it works
- [ ] it is measured
- [~] it is translated (not applicable: one language)
"""
