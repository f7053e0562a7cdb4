"""``python -m ingest``: the command line."""

from ingest.cli.app import main

main()
