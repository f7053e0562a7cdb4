"""What can be said of an article without changing it: language, quality."""
