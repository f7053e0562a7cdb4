"""The command line. ``main`` is what the script ``ingest`` runs."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from ingest.cli.app import main as run_app

    run_app()
