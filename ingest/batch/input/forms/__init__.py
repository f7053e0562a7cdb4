"""What a file holds, as its name or its content tells, and the forms that are more than a page or a text."""
