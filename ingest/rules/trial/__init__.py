"""Rules tried before they are accepted: which documents they can concern, and what they would do otherwise."""
