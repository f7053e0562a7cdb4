"""What earlier runs made, and whether it may be taken over."""
