"""Rules tried over a corpus before they are accepted: ``ingest rules try``."""
