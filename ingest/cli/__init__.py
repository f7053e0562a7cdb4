"""The command line. The only folder that imports Typer and Rich."""

from __future__ import annotations


def main() -> None:
    """Run the command line. Scripts of editable installs made before ``cli/app.py`` was there call it here."""
    from ingest.cli.app import main as run_app

    run_app()
