"""What scraping broke: encoding, spacing."""
