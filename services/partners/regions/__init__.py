"""Regions: the part of the world that the vendor's organisation counts a country to."""
