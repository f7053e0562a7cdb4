"""Repairs of what scraping broke: encoding, spacing, casing."""
