"""A user's own labeled texts: how much of their cruft goes, and how much of their articles is lost."""
