"""Periods: what a code like 2026-Q1 or last_90_days means today."""
