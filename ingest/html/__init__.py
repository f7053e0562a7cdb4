"""Pages: the tree, what is cut from it, and the reader that turns it into text."""
