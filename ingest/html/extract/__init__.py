"""Where the article is in a page, and its blocks."""
