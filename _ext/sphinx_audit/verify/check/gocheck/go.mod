module sphinx-audit/gocheck

go 1.21
