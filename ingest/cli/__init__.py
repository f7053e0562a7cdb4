"""The command line. The only folder that imports Typer and Rich."""
