"""Rules as data: versioned bodies for matching, SLA and protection. Knows no registration."""
