"""What a page says about itself: headline, authors, dates."""
